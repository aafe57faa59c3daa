#!/usr/bin/env python3
"""Compares `minga allocate` with an exact solver (HiGHS) on generated instances.

    cargo build --release
    python3 fair_split/benches/solver/bench.py target/release/minga [--quick]

Makes its own virtual environment (highspy, numpy) in the user's cache folder, or in $BENCH_VENV.
Ends with status 1 if any target, bound or speed is missed. See README.md beside this file.
"""

import argparse
import json
import os
import pathlib
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from fractions import Fraction

CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache"))
VENV = pathlib.Path(os.environ.get("BENCH_VENV", CACHE / "minga-bench-venv"))
TOLERANCE = 1e-6


def in_own_environment():
    """Starts this script again inside its own virtual environment."""
    if pathlib.Path(sys.prefix) == VENV:
        return
    python = VENV / "bin" / "python"
    if not python.exists():
        venv.EnvBuilder(with_pip=True).create(VENV)
    if subprocess.run([python, "-c", "import highspy, numpy"], capture_output=True).returncode:
        subprocess.run([python, "-m", "pip", "install", "--quiet", "highspy", "numpy"], check=True)
    os.execv(python, [str(python), *sys.argv])


# ---------------------------------------------------------------- instances


def generate(seed, units, products, tight, limits, offers=6, batches=False, history=True):
    """A cooperative: `offers` products per unit; demand below (loose) or above (tight) what can be made."""
    rng = random.Random(seed)
    offers = min(offers, products)
    members = [{"id": f"u{u:04}", "target_share": round(rng.uniform(0.2, 3.0), rng.choice([1, 2, 4]))} for u in range(units)]
    goods = [
        {"id": f"p{p:04}", "lot_size": rng.choice([1, 6, 10, 12, 24]), "unit_value": rng.choice([rng.randint(500, 25000), round(rng.uniform(5, 250), 2)]), "demand_lots": 0}
        for p in range(products)
    ]
    rows, capacity = [], [0] * products
    for u in range(units):
        for p in rng.sample(range(products), rng.randint(1, 2 * offers - 1) if 2 * offers - 1 <= products else offers):
            row = {"member": f"u{u:04}", "product": f"p{p:04}", "capacity_lots": rng.randint(0, 12)}
            if batches and rng.random() < 0.7:
                row["min_batch_lots"] = rng.randint(2, 5)
            capacity[p] += row["capacity_lots"]
            rows.append(row)
    for p, good in enumerate(goods):
        good["demand_lots"] = round(capacity[p] * (rng.uniform(0.6, 1.6) if tight else rng.uniform(0.1, 0.7)))
    value = {g["id"]: g["lot_size"] * g["unit_value"] for g in goods}
    if limits:
        full = dict.fromkeys((m["id"] for m in members), 0)
        for row in rows:
            full[row["member"]] += row["capacity_lots"] * value[row["product"]]
        for member in members:
            if rng.random() < 0.6:
                member["capacity_value"] = round(full[member["id"]] * rng.uniform(0.1, 0.9))
    instance = {"members": members, "products": goods, "eligibility": rows}
    if history:
        typical = sum(value.values()) / max(1, products) * 4
        instance["history"] = {m["id"]: round(rng.uniform(0, typical), 2) for m in members if rng.random() < 0.5}
    return instance


def exact(number):
    return Fraction(str(number))


class Facts:
    """The instance's numbers as exact fractions."""

    def __init__(self, instance):
        self.units = [m["id"] for m in instance["members"]]
        self.share = {m["id"]: exact(m["target_share"]) for m in instance["members"]}
        self.limit = {m["id"]: exact(m["capacity_value"]) for m in instance["members"] if m.get("capacity_value") is not None}
        self.value = {p["id"]: exact(p["lot_size"]) * exact(p["unit_value"]) for p in instance["products"]}
        self.demand = {p["id"]: p["demand_lots"] for p in instance["products"]}
        self.arcs = {(r["member"], r["product"]): (r["capacity_lots"], r.get("min_batch_lots") or 0) for r in instance["eligibility"]}
        given = instance.get("history") or {}
        self.history = {u: exact(given.get(u, 0)) for u in self.units}
        self.dearest = dict.fromkeys(self.units, Fraction(0))
        for (unit, product), (capacity, _) in self.arcs.items():
            if capacity > 0:
                self.dearest[unit] = max(self.dearest[unit], self.value[product])


# ---------------------------------------------------------------- our side


def allocate(minga, instance, runs=1):
    """The result and the median processor time (user and system) of the whole program."""
    with tempfile.TemporaryDirectory() as folder:
        source, sink = pathlib.Path(folder, "in.json"), pathlib.Path(folder, "out.json")
        source.write_text(json.dumps(instance))
        spent = []
        for _ in range(runs):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([minga, "allocate", "--input", source, "--output", sink], check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        return json.loads(sink.read_text()), statistics.median(spent)


def start_of(minga):
    """Median processor time of the program with next to nothing to split: what its start takes."""
    least = {
        "members": [{"id": "u", "target_share": 1}],
        "products": [{"id": "p", "lot_size": 1, "unit_value": 1, "demand_lots": 1}],
        "eligibility": [{"member": "u", "product": "p", "capacity_lots": 1}],
    }
    return allocate(minga, least, 21)[1]


def check_result(facts, result):
    """Feasibility, the bound of every unit and the sums; returns the breaches."""
    wrong, given, total = [], dict.fromkeys(facts.units, Fraction(0)), dict.fromkeys(facts.value, 0)
    batches = any(batch > 1 for _, batch in facts.arcs.values())
    for row in result["assignments"]:
        pair = (row["member"], row["product"])
        capacity, batch = facts.arcs.get(pair, (0, 0))
        if not 0 < row["lots"] <= capacity or row["lots"] < batch:
            wrong.append(f"{pair} has {row['lots']} lots of capacity {capacity}, batch {batch}")
        given[row["member"]] += row["lots"] * facts.value[row["product"]]
        total[row["product"]] += row["lots"]
    unmet = {row["product"]: row["lots"] for row in result["unmet"]}
    for product, demand in facts.demand.items():
        if total[product] + unmet.get(product, 0) != demand:
            wrong.append(f"{product}: {total[product]} given and {unmet.get(product, 0)} unmet of {demand}")
    for row in result["members"]:
        unit = row["id"]
        after = (facts.history[unit] + given[unit]) / facts.share[unit]
        if abs(float(after) - row["ratio_after"]) > 1e-9 * max(1.0, float(after)):
            wrong.append(f"{unit}: ratio_after {row['ratio_after']} is really {float(after)}")
        limit = facts.limit.get(unit)
        if limit is not None and given[unit] > limit:
            wrong.append(f"{unit} exceeds its limit")
        target = row["target_ratio"] * float(facts.share[unit])
        at_limit = limit is not None and abs(float(limit + facts.history[unit]) - target) <= 1e-9 * target
        allowed = (2 if at_limit else 1) * float(facts.dearest[unit])
        if not batches and abs(float(facts.history[unit] + given[unit]) - target) > allowed + 1e-9 * target:
            wrong.append(f"{unit}: {float(given[unit])} is more than {allowed} from its target")
    return wrong


# ---------------------------------------------------------------- the solver's side


class Solver:
    """Lexicographic max-min by HiGHS: raise the lowest level, fix the units whose dual price says they cannot rise, repeat."""

    def __init__(self, facts):
        import highspy

        self.facts, self.inf, self.spent, self.programs, self.fixed = facts, highspy.kHighsInf, 0.0, 0, {}
        # so scaled that a typical unit receives about 1
        served = sum(float(v * d) for v, d in zip(facts.value.values(), facts.demand.values()))
        money = max(served / max(1, len(facts.units)), 1e-9)
        self.unit_of_money = money
        shares = sum(map(float, facts.share.values())) / len(facts.units)
        self.weight = {u: float(w) / shares for u, w in facts.share.items()}
        self.unit_of_ratio = money / shares
        self.highs = highs = highspy.Highs()
        highs.setOptionValue("output_flag", False)
        highs.setOptionValue("threads", 1)
        for option in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
            highs.setOptionValue(option, 1e-9)
        self.level = 0
        highs.addVar(0.0, self.inf)
        incoming, outgoing = {u: [] for u in facts.units}, {p: [] for p in facts.value}
        for column, ((unit, product), (capacity, _)) in enumerate(facts.arcs.items(), start=1):
            highs.addVar(0.0, float(min(capacity, facts.demand[product]) * facts.value[product]) / money)
            incoming[unit].append(column)
            outgoing[product].append(column)
        self.row = {}
        for unit in facts.units:
            start = float(facts.history[unit]) / money
            self.row[unit] = highs.getNumRow()
            highs.addRow(-start, self.inf, 1 + len(incoming[unit]), [self.level, *incoming[unit]], [-self.weight[unit], *[1.0] * len(incoming[unit])])
        for unit, limit in facts.limit.items():
            highs.addRow(-self.inf, float(limit) / money, len(incoming[unit]), incoming[unit], [1.0] * len(incoming[unit]))
        for product, columns in outgoing.items():
            highs.addRow(-self.inf, float(facts.demand[product] * facts.value[product]) / money, len(columns), columns, [1.0] * len(columns))

    def run(self):
        import highspy

        self.programs += 1
        for attempt in range(4):
            started = time.process_time()
            self.highs.run()
            self.spent += time.process_time() - started
            if self.highs.getModelStatus() == highspy.HighsModelStatus.kOptimal:
                return
            # floats: what is already fixed is loosened a little and the solver starts afresh
            self.highs.clearSolver()
            for row, bound in self.fixed.items():
                self.highs.changeRowBounds(row, bound - 1e-9 * 4**attempt, self.inf)
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"solver: {self.highs.getModelStatus()}")

    def ratios(self):
        import highspy

        highs, free, ratio = self.highs, set(self.facts.units), {}
        highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
        highs.changeColCost(self.level, 1.0)
        while free:
            self.run()
            solution = highs.getSolution()
            level = solution.col_value[self.level]
            stuck = [u for u in free if abs(solution.row_dual[self.row[u]]) > 1e-7]
            if not stuck:
                raise RuntimeError("solver: no unit has a price")
            for unit in stuck:
                free.discard(unit)
                ratio[unit] = level * self.unit_of_ratio
                start = float(self.facts.history[unit]) / self.unit_of_money
                highs.changeCoeff(self.row[unit], self.level, 0.0)
                self.fixed[self.row[unit]] = level * self.weight[unit] - start - 1e-10
                highs.changeRowBounds(self.row[unit], self.fixed[self.row[unit]], self.inf)
        return ratio


def best_with_batches(facts):
    """Exact optimum with minimum batches: the highest possible lowest ratio, and apart from it the most value."""
    import highspy

    answers = []
    for goal in ("lowest", "value"):
        highs = highspy.Highs()
        highs.setOptionValue("output_flag", False)
        highs.setOptionValue("mip_rel_gap", 0.0)
        highs.setOptionValue("time_limit", 60.0)
        scale = float(max(facts.value.values(), default=1)) or 1.0
        highs.addVar(0.0, highspy.kHighsInf)
        incoming, outgoing = {u: [] for u in facts.units}, {p: [] for p in facts.value}
        for (unit, product), (capacity, batch) in facts.arcs.items():
            most = min(capacity, facts.demand[product])
            lots, is_open = highs.getNumCol(), highs.getNumCol() + 1
            highs.addVar(0.0, most)
            highs.addVar(0.0, 1.0)
            for column in (lots, is_open):
                highs.changeColIntegrality(column, highspy.HighsVarType.kInteger)
            highs.addRow(-highspy.kHighsInf, 0.0, 2, [lots, is_open], [1.0, -float(most)])
            highs.addRow(0.0, highspy.kHighsInf, 2, [lots, is_open], [1.0, -float(max(batch, 1))])
            incoming[unit].append((lots, float(facts.value[product]) / scale))
            outgoing[product].append((lots, float(facts.value[product]) / scale))
        for unit in facts.units:
            columns, values = [c for c, _ in incoming[unit]], [v for _, v in incoming[unit]]
            highs.addRow(-float(facts.history[unit]) / scale, highspy.kHighsInf, len(columns) + 1, [0, *columns], [-float(facts.share[unit]), *values])
            if unit in facts.limit:
                highs.addRow(-highspy.kHighsInf, float(facts.limit[unit]) / scale, len(columns), columns, values)
        for product, columns in outgoing.items():
            highs.addRow(-highspy.kHighsInf, facts.demand[product], len(columns), [c for c, _ in columns], [1.0] * len(columns))
        if goal == "lowest":
            highs.changeColCost(0, 1.0)
        else:
            highs.changeColBounds(0, 0.0, 0.0)
            for columns in outgoing.values():
                for column, value in columns:
                    highs.changeColCost(column, value)
        highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
        highs.run()
        answers.append(highs.getInfo().objective_function_value * scale)
    return answers


# ---------------------------------------------------------------- the table


def compare(minga, start, name, instance, runs, breaches, hold=None):
    facts = Facts(instance)
    result, whole = allocate(minga, instance, runs)
    ours = max(whole - start, 0.0)
    wrong = check_result(facts, result)
    solver = Solver(facts)
    truth = solver.ratios()
    worst = max((abs(m["target_ratio"] - truth[m["id"]]) / max(abs(truth[m["id"]]), 1e-12 * solver.unit_of_ratio) for m in result["members"] if truth[m["id"]] or m["target_ratio"]), default=0.0)
    if worst > TOLERANCE:
        wrong.append(f"a target ratio is {worst:.2e} from the solver's")
    speed = solver.spent / max(ours, 1e-3)
    if hold is not None and speed < hold:
        wrong.append(f"only {speed:.0f} times faster than the solver")
    print(f"{name:34} {len(facts.arcs):7} {worst:10.1e} {ours * 1e3:9.1f} {solver.spent * 1e3:11.1f} {solver.programs:5} {speed:9.0f}x  {'ok' if not wrong else wrong[0]}", flush=True)
    breaches += [f"{name}: {text}" for text in wrong]
    return speed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("minga", help="path of the minga program, built with --release")
    parser.add_argument("--quick", action="store_true", help="small and medium sizes only")
    parser.add_argument("--seed", type=int, default=1, help="first seed; other seeds are other instances")
    options = parser.parse_args()
    minga, breaches = os.path.abspath(options.minga), []
    sizes = [(5, 8, 20), (20, 20, 5), (60, 40, 3), (150, 80, 1)] + ([] if options.quick else [(500, 200, 1)])
    start = start_of(minga)
    print(f"processor time; the start of the program, {start * 1e3:.1f} ms, is taken off the first table\n")
    print(f"{'units × products':34} {'pairs':>7} {'deviation':>10} {'ours ms':>9} {'solver ms':>11} {'LPs':>5} {'speed':>10}")
    speeds = []
    for units, products, count in sizes:
        for tight in (False, True):
            for limits in (False, True):
                for turn in range(count):
                    instance = generate(options.seed + turn, units, products, tight, limits)
                    name = f"{units} × {products} {'tight' if tight else 'loose'}{' limits' if limits else ''} #{options.seed + turn}"
                    large = units == 500
                    speed = compare(minga, start, name, instance, 5 if large else 1, breaches, 100 if large else None)
                    if large:
                        speeds.append(speed)
    if speeds:
        print(f"\nspeed at 500 × 200: median {statistics.median(speeds):.0f} times the solver (to hold: 100)")
        print(f"\n{'2,000 × 500':34} {'pairs':>7} {'ours ms':>9} {'lowest ratio':>14} {'value':>18}")
        for tight in (False, True):
            for limits in (False, True):
                for offers in (6, 60):
                    instance = generate(options.seed, 2000, 500, tight, limits, offers=offers)
                    facts = Facts(instance)
                    result, ours = allocate(minga, instance, 5)
                    wrong = check_result(facts, result) + ([f"{ours:.2f} s of processor"] if ours > 1 else [])
                    given = sum(row["lots"] * facts.value[row["product"]] for row in result["assignments"])
                    lowest = min(row["ratio_after"] for row in result["members"])
                    print(f"{('tight' if tight else 'loose') + (' limits' if limits else ''):34} {len(facts.arcs):7} {ours * 1e3:9.1f} {lowest:14.2f} {float(given):18.2f}  {'ok' if not wrong else wrong[0]}", flush=True)
                    breaches += wrong
    print("\nminimum batches against the exact optimum (lowest ratio; value), gap in %")
    gaps = []
    for turn in range(10 if options.quick else 30):
        instance = generate(options.seed + turn, 6, 6, turn % 2 == 0, turn % 3 == 0, offers=3, batches=True, history=False)
        facts = Facts(instance)
        result, _ = allocate(minga, instance)
        breaches += check_result(facts, result)
        lowest, value = best_with_batches(facts)
        given = float(sum(row["lots"] * facts.value[row["product"]] for row in result["assignments"]))
        ours = min(row["ratio_after"] for row in result["members"])
        gaps.append((100 * (lowest - ours) / lowest if lowest > 1e-6 else 0.0, 100 * (value - given) / value if value > 1e-6 else 0.0))
    for place, name in enumerate(("lowest ratio", "value")):
        column = sorted(gap[place] for gap in gaps)
        print(f"  {name:14} median {statistics.median(column):6.2f}   mean {statistics.mean(column):6.2f}   worst {column[-1]:6.2f}")
    for breach in breaches:
        print("BREACH", breach)
    return 1 if breaches else 0


if __name__ == "__main__":
    in_own_environment()
    sys.exit(main())
