"""Holds values against schemas with a package's validator: python3 validate.py <package> < cases. Prints the verdicts."""

import importlib
import json
import sys

validation = importlib.import_module(f"{sys.argv[1]}._validation")
for line in sys.stdin:
    case = json.loads(line)
    validator = validation.Validator(case["schemas"])
    print(json.dumps([not validator.violations(case["key"], validation.loads(text)) for text in case["values"]]))
