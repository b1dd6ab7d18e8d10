"""Speed and memory as ratios: ours against a floor, both measured in one run.

`python -m tests.bench [NAME…]` prints the table. A module here with a function `measure()`
gives a `Line` of it. Nothing is asserted: what a shared machine does is no test.
"""
