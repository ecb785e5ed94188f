import type { Contender } from '../contenders/index.js';
import type { Cell } from '../measure/cell.js';
import { median, type Spread } from '../measure/statistics.js';
import { keptOf, type Cells } from './summary.js';
import { figure, table } from './table.js';

const HEAD = ['', 'kept of requests/s', '(95 %)', 'CPU of the server', '(95 %)', 'requests/s', 'p50 ms', 'p99', 'CPU server', 'database'];

/** What a workload came to by General Manager itself and with more, a line for each. */
export function comparisonReport(cells: Cells, contenders: readonly Contender[]): string {
  const rows = contenders.flatMap(({ name, title }) => {
    const own = cells.get(name);
    if (!own) return [];
    const { rate, cpu } = keptOf(cells, name);
    const of = (value: (cell: Cell) => number | undefined): string => figure(median(own.map((cell) => value(cell) ?? Number.NaN)));
    return [
      [
        title,
        ...within(rate),
        ...within(cpu),
        of((cell) => cell.rate),
        of(({ latency }) => latency.p50),
        of(({ latency }) => latency.p99),
        of(({ serverCpu }) => serverCpu),
        of(({ databaseCpu }) => databaseCpu),
      ],
    ];
  });
  return table(HEAD, rows);
}

/** With a digit more than other figures have: a hundredth is what is asked for. */
const within = ({ median: middle, least, most }: Spread): readonly string[] => [
  middle.toFixed(3),
  `(${least.toFixed(3)} to ${most.toFixed(3)})`,
];
