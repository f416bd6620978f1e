"""scratch"""
def is_person_noun(l): return l in set("person people civilian soldier militant insurgent rebel fighter man woman child policeman officer trooper troop civilian worker official leader commander member suspect terrorist other passenger bystander resident student villager miner pilgrim baby bomber gunman guard teenager journalist employee driver general pilot sailor prisoner hostage businessman boy girl doctor engineer contractor palestinian iraqi american israeli civilian personnel victim refugee marine gunmen force peacekeeper policewoman brother guerrilla demonstrator protester infantryman volunteer infantry detainee".split())
def is_thing_noun(l): return l in set("vehicle tank missile rocket drone ship aircraft helicopter weapon rifle shotgun launcher grenade truck boat plane round rocket mortar gun".split())
def is_uncounted_noun(l): return l in set("attack bombing explosion raid blast day week month year incident house home village town city company battalion platoon brigade".split())
def is_armed_noun(l): return l in set("soldier militant insurgent rebel fighter troop force infantry infantryman policeman peacekeeper personnel marine gunman bomber guerrilla trooper".split())
def is_agent_noun(l): return is_person_noun(l) or l in set("military army police government force bomber strike airstrike gunfire".split())
def describe(w, role): return (None,None,None)
