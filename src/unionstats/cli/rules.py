"""`unionstats rules`: see, check, test and extend the rules that name indicators."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from unionstats.cli.completion import complete_indicator
from unionstats.cli.output import say
from unionstats.errors import CheckFailed, UsageError
from unionstats.evaluate.rules_lint import lint_rules
from unionstats.evaluate.rules_new import write_new_rule
from unionstats.evaluate.rules_run import Coverage, Outcome, read_coverage, run_examples
from unionstats.evaluate.stage_examples import StageExample, run_stage_examples
from unionstats.indicators.model import Indicator, load_indicators
from unionstats.rules.folder import RuleFolder
from unionstats.tables.read import snapshot_folder

_RULES = click.option(
    "--rules", "own", type=click.Path(path_type=Path), help="Folder of own rules, laid over the shipped ones."
)


@click.group()
def rules() -> None:
    """See, check, test and extend the rules that name indicators.

    \b
    Examples:
      unionstats rules show members_total
      unionstats rules check --rules my-rules/
      unionstats rules coverage data/processed
    """


@rules.command("list")
@_RULES
def list_rules(own: Path | None) -> None:
    """List the indicators: id, title, number of rules, one example.

    \b
    Examples:
      unionstats rules list
    """
    for indicator in load_indicators(RuleFolder.open(own)).values():
        examples = [example for rule in indicator.rules for example in rule.examples["match"]]
        first = examples[0] if examples else ""
        text = first if isinstance(first, str) else first.get("text", "")
        say(f"{indicator.id:<26} {indicator.title}  {len(indicator.rules)} rules  {text}")


@rules.command()
@click.argument("indicator", shell_complete=complete_indicator)
@_RULES
def show(indicator: str, own: Path | None) -> None:
    """Show one indicator: what it covers, its rules, why they are there, their examples.

    \b
    Examples:
      unionstats rules show members_total
    """
    found = load_indicators(RuleFolder.open(own)).get(indicator.split(".", maxsplit=1)[0])
    if found is None:
        raise UsageError(f"no indicator {indicator}; unionstats rules list names them all")
    _show(found)


def _show(indicator: Indicator) -> None:
    say(f"{indicator.id}  {indicator.title}  ({indicator.title_en}; {indicator.level})")
    for rule in indicator.rules:
        say(f"\n{rule.id} -> {rule.indicator}\n  {rule.why}\n  trigger: {' '.join(rule.triggers)}")
        for kind, examples in rule.examples.items():
            for example in examples:
                text = example if isinstance(example, str) else "  ".join(map(str, example.values()))
                say(f"  {kind}: {text}")


@rules.command()
@_RULES
def check(own: Path | None) -> None:
    """Check all rule files: keys, ids, examples, shadowed rules, patterns that could run away.

    With --rules, shipped patterns are looked at anew only where own files (lexicon.toml, times.toml and the like) may
    change them.

    \b
    Examples:
      unionstats rules check
      unionstats rules check --rules my-rules
    """
    folder = RuleFolder.open(own, fresh=True)
    issues = lint_rules(replace(folder, suspicious=own is None or not folder.is_as_shipped))
    for issue in issues:
        say(issue)
    if issues:
        raise CheckFailed(f"{len(issues)} issues in the rules")
    say("all rule files are well")


@rules.command()
@click.argument("only", required=False, shell_complete=complete_indicator)
@_RULES
def test(only: str | None, own: Path | None) -> None:
    """Run the examples of all rules, or of those whose id begins with ONLY.

    Rules of indicators, noise, repairs, ignored numbers, times, status and places.

    \b
    Examples:
      unionstats rules test
      unionstats rules test members_total --rules my-rules
      unionstats rules test noise.mysite --rules my-rules
      unionstats rules test scope
    """
    folder = RuleFolder.open(own, fresh=True)
    outcomes: list[Outcome | StageExample] = [*run_examples(folder, only), *run_stage_examples(folder, only)]
    if not outcomes:
        raise UsageError(f"no rule with examples begins with {only}")
    failed = [outcome for outcome in outcomes if outcome.problem]
    for outcome in failed:
        say(outcome)
    if failed:
        raise CheckFailed(f"{len(failed)} of {len(outcomes)} examples fail")
    say(f"{len(outcomes)} examples hold")


@rules.command()
@click.argument("indicator")
@click.option(
    "--rules",
    "own",
    type=click.Path(path_type=Path),
    default=Path("rules"),
    show_default=True,
    help="Folder to write into.",
)
def new(indicator: str, own: Path) -> None:
    """Start the rule file of INDICATOR in a rules folder, from a template.

    \b
    Examples:
      unionstats rules new apprenticeships --rules my-rules
    """
    say(str(write_new_rule(own, indicator)))


@rules.command()
@click.argument("output", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_RULES
def coverage(output: Path, own: Path | None) -> None:
    """Count which rules fired in a finished run, and list the commonest phrases that no rule names.

    \b
    Examples:
      unionstats rules coverage data/processed
    """
    _print_coverage(read_coverage(snapshot_folder(output), load_indicators(RuleFolder.open(own)).values()))


def _print_coverage(found: Coverage) -> None:
    say(f"{found.named} of {found.facts} facts have an indicator")
    say("\nrules that fired")
    for rule, facts in found.fired:
        say(f"{facts:>8}  {rule}")
    say(f"\nindicators that no fact carries: {', '.join(found.silent) or 'none'}")
    say("\nphrases that no rule names")
    for phrase in found.unnamed:
        say(f"{phrase.facts:>8}  {phrase.measure}  {phrase.sentence}")
