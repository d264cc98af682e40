// Package rulebook reads rule files (regelfiler), checks them, and yields the
// duty.Book that acts are judged by.
//
// A rule file is YAML that a lawyer can read. It has a list of rules, and may
// have measures (mått) and reconciles (avstämningar). One rule:
//
//   - id: child-prelim-14d
//     title: Förhandsbedömning inom fjorton dagar
//     says: Nämnden ska inom fjorton dagar … besluta om en utredning ska inledas eller inte.
//     subject: intake                 # what it speaks of
//     step: aktualisera               # step of the process
//     owes: officer                   # who is to do it
//     effect: warn                    # stop, warn or tell
//     mark: sure                      # sure, likely, local, or verify (which needs off)
//     applies_by: due                 # event, due, breach, decision <fact>, closing <fact>
//     applies: intake.kind == "orosanmalan" && !intake.running_inquiry
//     within: {after: intake.received, days: 14, weekend: "S*", extended_by: intake.extended}
//     met_by: [intake.decided]        # any of them; "fact = value | value" asks for a value
//     versions:                       # each overrides what stands above
//   - {from: 2013-01-01, to: 2025-06-30, basis: [SoL01 11:1 a st2]}
//   - {from: 2025-07-01, basis: [SoL25 20:2]}
//     examples: […]                   # without them the rule does not load
//
// A rule, measure or reconcile answers the row of the law that has its id, and
// further rows by answers: [row, …]. What no rule computes stands under rows:
//
//   - id: child-report-voluntary
//     title: Vem som helst kan anmäla oro
//     says: Den som misstänker att ett barn far illa bör anmäla det …
//     kind: right                     # right, power, information, duty
//     status: informs                 # shown at its step, or cannot, with because: …
//     shown: [aktualisering]          # the pages, of Places
//     for: [barn]                     # the matters, of Matters; none: all
//     basis: [SoL01 14:1 c, SoL25 19:4]
//     mark: sure                      # one marked verify needs off, and is not shown
//
// The shapes are within, every, count, before, standing, never, ends and keep.
// Conditions (applies, holds, when) are CEL over the facts of the vocabularies
// of the areas. A fact reads as its latest value: a text, true or false, a
// number, or a day written "2026-03-02"; x_on is its day and x_values all its
// values. The object fact is the fact that started the obligation at hand, with
// day, value and about. There are has(), years(from, to), day_number(day),
// months_after(day, n) and days_after(day, n), and no clock.
package rulebook
