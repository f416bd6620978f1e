"""What a person or a program may ask: functions over plain strings and records, without terminal and without HTTP."""
