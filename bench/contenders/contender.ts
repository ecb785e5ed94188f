import type { Dialect } from '../workloads/workload.js';

/** One way to answer, in a server process of its own. */
export interface Contender {
  /** Its name in options and in the line for machines. */
  readonly name: string;
  readonly title: string;
  /** The schema that it answers; a floor answers operations by their name, in the form of General Manager's schema. */
  readonly dialect: Dialect | 'floor';
  /** The program of its server, below this folder's parent. */
  readonly program: string;
  /** What its server finds in the environment besides the database. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether it belongs to the peers, which have an installation of their own. */
  readonly peer?: boolean;
}
