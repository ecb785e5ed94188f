import type { Contender } from '../contenders/index.js';
import type { Cell } from '../measure/cell.js';
import { median, ratio } from '../measure/statistics.js';
import { floorOf, ratioOf, type Cells } from './summary.js';
import { figure, table } from './table.js';

const HEAD = [
  '',
  'of the floor',
  '(least to most)',
  'requests/s',
  'p50 ms',
  'p95',
  'p99',
  'CPU server',
  'database',
  'of the floor',
  'statements',
];

/** What a workload came to, a line for each contender. */
export function workloadReport(cells: Cells, contenders: readonly Contender[], statements: ReadonlyMap<string, number>): string {
  const floor = floorOf(cells, contenders) ?? contenders.find(({ name }) => cells.has(name))?.name;
  const rows = contenders.flatMap(({ name, title }) => {
    const own = cells.get(name);
    if (!own || floor === undefined) return [];
    const { median: middle, least, most } = ratioOf(cells, name, floor);
    const of = (value: (cell: Cell) => number | undefined): string => figure(median(own.map((cell) => value(cell) ?? Number.NaN)));
    return [
      [
        title,
        figure(middle),
        `(${figure(least)} to ${figure(most)})`,
        of(({ rate }) => rate),
        of(({ latency }) => latency.p50),
        of(({ latency }) => latency.p95),
        of(({ latency }) => latency.p99),
        of(({ serverCpu }) => serverCpu),
        of(({ databaseCpu }) => databaseCpu),
        figure(ratio(own.map(cpuOf), (cells.get(floor) ?? []).map(cpuOf)).median),
        figure(statements.get(name)),
      ],
    ];
  });
  return table(HEAD, rows);
}

/** Of server and database together; not a number where one of them is not known. */
const cpuOf = ({ serverCpu = Number.NaN, databaseCpu = Number.NaN }: Cell): number => serverCpu + databaseCpu;
