"""
Remake the shipped language model: convert the treebanks, train, strip, build the table of lemmas, score, write the card.

    python training/build.py TREEBANKS

TREEBANKS is a folder with the treebanks' splits (training/convert.py names them), packed. It takes an hour of one core.
``--trained FOLDER`` skips training and ships what ``spacy train`` has left there.
"""
from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import spacy
from spacy.cli.train import train
from thinc.api import NumpyOps, set_current_ops

import lemmas
from convert import convert
from evaluate import score_all

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "training" / "config.cfg"
SHIPPED = ROOT / "src" / "according" / "language" / "model"
VERSION = "1.0.0"
LICENCE = "CC BY-SA 4.0"
# Made anew by English's defaults at loading: reading them back would cost time and ship the treebanks' word forms.
LEFT_OUT = ("tokenizer", "vocab")


def join_corpora(corpus: Path) -> dict[str, str]:
    """
    Put the training and development sets together and return the paths to train with.

    The recipe (dropout, steps, rates) was chosen on the development set in an earlier run without it; the shipped model
    is then trained on both for a fixed number of steps, so no checkpoint is chosen. The test sets are in neither.
    """
    joined = corpus / "joined"
    joined.mkdir(exist_ok=True)
    for split in ("train", "dev"):
        shutil.copy(corpus / f"{split}.spacy", joined)
    return {"paths.train": str(joined), "paths.dev": str(corpus / "dev.spacy")}


def strip(trained: Path, out: Path) -> None:
    """Write the weights and what loading needs, without paths, training scores and word forms."""
    nlp = spacy.load(trained)
    # The paths are those of the machine that trained it.
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])
    nlp.meta.update(name="according", version=VERSION, license=LICENCE, description="English UD parser for news", performance={})
    nlp.to_disk(out, exclude=LEFT_OUT)
    meta: dict[str, Any] = json.loads((out / "meta.json").read_text(encoding="utf8"))
    kept = ("lang", "name", "version", "description", "license", "spacy_version", "pipeline", "components", "disabled", "vectors")
    meta_text = json.dumps({key: meta[key] for key in kept}, indent=2)
    (out / "meta.json").write_text(meta_text + "\n", encoding="utf8")


def write_card(scores: dict[str, dict[str, float]], lemma_scores: dict[str, float], out: Path) -> None:
    """Fill the card's template with this build's scores."""
    rows = [
        f"| {split} | {found['UAS']} | {found['LAS']} | {found['UPOS']} | {found['features']} | {100 * lemma_scores[split]:.2f} |"
        for split, found in scores.items()
    ]
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file()) / 1e6
    # The slower of the two: a card promises no more than it keeps.
    speed = min(found["words_per_second"] for found in scores.values())
    template = (ROOT / "training" / "card.md").read_text(encoding="utf8")
    card = template.format(version=VERSION, licence=LICENCE, size=f"{size:.1f}", speed=f"{speed:,.0f}", scores="\n".join(rows))
    (out / "MODEL_CARD.md").write_text(card, encoding="utf8")


def main() -> int:
    """Build as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("treebanks", type=Path)
    parser.add_argument("--work", type=Path, default=ROOT / "build", help="folder for the corpus and the checkpoints")
    parser.add_argument("--trained", type=Path, help="a trained pipeline to ship, instead of training one")
    args = parser.parse_args()
    if not args.trained:
        convert(args.treebanks, args.work / "corpus")
        # numpy's matrix product: twice the speed of the default on one core.
        set_current_ops(NumpyOps(use_blis=False))
        train(CONFIG, args.work / "model", overrides=join_corpora(args.work / "corpus"))
    strip(args.trained or args.work / "model" / "model-last", SHIPPED)
    lemma_scores = lemmas.main(args.treebanks, SHIPPED / "lemmas.json")
    # Scored as shipped and not as trained: what was stripped might be missed.
    scores = score_all(args.treebanks, SHIPPED)
    write_card(scores, lemma_scores, SHIPPED)
    print(json.dumps(scores, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
