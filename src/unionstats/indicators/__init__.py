"""Which indicator a quantity belongs to, and the words that say what is counted. Begin with `naming`.

`catalogue` and `model` read the rules, `frame` is what they see, `match` tries them, `lenders` says whose name may be
lent, `measure` finds the words.
"""
