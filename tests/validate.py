#!/usr/bin/env python3
"""validate.py SCHEMA FILE...: prints what is wrong with JSON files by a JSON schema; 1 if anything is."""

import json
import sys

from jsonschema import FormatChecker, validators


def load(path):
    with open(path, encoding="utf-8") as text:
        return json.load(text)


schema = load(sys.argv[1])
of_its_draft = validators.validator_for(schema)
of_its_draft.check_schema(schema)
wrong = 0
for path in sys.argv[2:]:
    for error in of_its_draft(schema, format_checker=FormatChecker()).iter_errors(load(path)):
        place = "".join(f"/{part}" for part in error.absolute_path)
        print(f"{path}:{place}: {error.message[:300]}")
        wrong = 1
sys.exit(wrong)
