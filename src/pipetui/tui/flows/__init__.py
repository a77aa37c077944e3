"""Gestures that ask more than one question: each a module with `async def run(screen)`, imported when first used.

`screen` is the screen the deals are on: `screen.target_ids` for a flow that works on all marked ones,
`screen.one_target()` for one that works on a single deal. A flow reads with `worker.ask`, asks with
`screen.answer_to`, and hands what is to be written to `screen.submit`, which shows a change of many deals first, or to
`worker.submit`, which does not. While it reads before its first question, keys typed ahead wait for it.
"""
