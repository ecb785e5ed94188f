import type { ManagerModel, Row } from '../../../../lib/plugin.js';
import { CALLER } from '../captured-plans.js';
import type { ContractWrites } from '../options.js';
import { plain } from '../plain.js';
import { ownFields } from '../requests.js';
import type { Subject } from '../subject.js';
import type { Check } from './check.js';

type Data = Readonly<Record<string, unknown>>;

/** What the source has now, by keys. */
async function stateOf(subject: Subject, manager: ManagerModel): Promise<ReadonlyMap<string, Row>> {
  const plan = await subject.plans.of(manager, { select: ownFields(manager), page: { first: 1000 } });
  if (!plan) throw new TypeError(`${manager.name} cannot be read.`);
  const { rows } = await subject.read(plan);
  return new Map(rows.map((row) => [keyOf(manager, row), row]));
}

const keyOf = ({ key }: ManagerModel, row: Row): string => JSON.stringify((key?.parts ?? []).map(({ field }) => plain(row[field])));

/** The names of fields that hold something else than was written. */
function unlike(row: Row | undefined, data: Data): readonly string[] {
  return Object.keys(data).filter((name) => JSON.stringify(plain(row?.[name])) !== JSON.stringify(plain(data[name])));
}

const written = (
  name: string,
  of: (writes: ContractWrites) => unknown,
  examine: (subject: Subject, manager: ManagerModel, data: Data) => Promise<void>,
): Check => ({
  name,
  examine: async (subject) => {
    for (const [manager, writes] of Object.entries(subject.options.writes ?? {})) {
      const data = of(writes);
      if (data) await examine(subject, subject.manager(manager), data as Data);
    }
  },
});

const creates = written(
  'makes objects, with what they are made of',
  ({ create }) => create,
  async (subject, manager, data) => {
    const before = await stateOf(subject, manager);
    const outcome = await subject.plans.write({ kind: 'create', manager, data }, CALLER).catch((error: unknown) => error);
    if (outcome instanceof Error) return subject.breach(manager, { create: data }, `failed: ${outcome.message}`);
    const made = [...(await stateOf(subject, manager))].filter(([key]) => !before.has(key));
    if (made.length !== 1) return subject.breach(manager, { create: data }, `makes ${made.length} objects`);
    for (const name of unlike(made[0]?.[1], data)) subject.breach(manager, { create: name }, 'is not kept');
  },
);

const updates = written(
  'changes what it is told, and nothing else',
  ({ update }) => update,
  async (subject, manager, data) => {
    const before = await stateOf(subject, manager);
    const [first] = before;
    if (!first) return;
    const [key, row] = first;
    const outcome = await subject.plans
      .write({ kind: 'update', manager, key: keyIn(manager, row), data }, CALLER)
      .catch((error: unknown) => error);
    if (outcome instanceof Error) return subject.breach(manager, { update: data }, `failed: ${outcome.message}`);
    const after = await stateOf(subject, manager);
    for (const name of unlike(after.get(key), data)) subject.breach(manager, { update: name }, 'is not changed');
    for (const [each, old] of before) {
      const kept = Object.fromEntries(Object.entries(old).filter(([name]) => each !== key || !(name in data)));
      for (const name of unlike(after.get(each), kept)) subject.breach(manager, { update: data }, `changes ${name} as well`);
    }
  },
);

const deletes = written(
  'removes what it is told, and nothing else',
  (writes) => (writes.delete ? {} : undefined),
  async (subject, manager) => {
    const before = await stateOf(subject, manager);
    const [first] = before;
    if (!first) return;
    const [key, row] = first;
    const outcome = await subject.plans
      .write({ kind: 'delete', manager, key: keyIn(manager, row) }, CALLER)
      .catch((error: unknown) => error);
    if (outcome instanceof Error) return subject.breach(manager, 'delete', `failed: ${outcome.message}`);
    const after = await stateOf(subject, manager);
    if (after.has(key)) subject.breach(manager, 'delete', 'leaves the object');
    if (after.size !== before.size - 1) subject.breach(manager, 'delete', `leaves ${after.size} of ${before.size} objects`);
  },
);

/** What is undone leaves nothing, and what is refused is no success. */
const undone = written(
  'leaves nothing of a unit of work that fails before its flush',
  ({ create }) => create,
  async (subject, manager, data) => {
    const before = await stateOf(subject, manager);
    const adapter = subject.adapterOf(manager);
    const failure = new Error('given up');
    const outcome = await adapter
      .write?.(
        async (unit) => {
          unit.create(manager, new Map(Object.entries(data)));
          throw failure;
        },
        {},
        CALLER,
      )
      .catch((error: unknown) => error);
    if (outcome !== failure) subject.breach(manager, 'a unit that fails', 'does not pass its error on');
    if ((await stateOf(subject, manager)).size !== before.size) subject.breach(manager, 'a unit that fails', 'leaves an object');
  },
);

function keyIn({ key }: ManagerModel, row: Row): unknown {
  const parts = (key?.parts ?? []).map(({ field }) => [field, row[field]] as const);
  return parts.length === 1 ? parts[0]?.[1] : Object.fromEntries(parts);
}

export const WRITES: readonly Check[] = Object.freeze([creates, updates, deletes, undone]);
