import { BrokenContract, NothingExamined } from '../errors.js';
import type { Check } from './checks/check.js';
import { CONDUCT } from './checks/conduct.js';
import { DESCRIPTIONS } from './checks/descriptions.js';
import { FILTERS } from './checks/filters.js';
import { LISTS } from './checks/lists.js';
import { POLICIES } from './checks/policies.js';
import { WRITES } from './checks/writes.js';
import type { CheckReport, ContractCheck, ContractOptions, ContractReport } from './options.js';
import { Subject } from './subject.js';

const CHECKS: readonly Check[] = Object.freeze([...DESCRIPTIONS, ...FILTERS, ...POLICIES, ...LISTS, ...CONDUCT, ...WRITES]);

/**
 * The promises of the port that interfaces are, as tests for any runner: each opens an adapter of its own, asks it plans that are made from what it describes,
 * and compares with what the objects themselves answer.
 *
 * @example
 * for (const { name, run } of interfaceContract({ managers: [Machine], objects: { Machine: machines } })) test(name, run);
 */
export function interfaceContract(options: ContractOptions): readonly ContractCheck[] {
  return CHECKS.map((check) => ({
    name: check.name,
    run: async () => {
      const report = await examined(check, options);
      if (report.breaches.length > 0) throw BrokenContract.create({ checks: [report] });
    },
  }));
}

/**
 * All promises of the port at once; gives what was asked of each.
 *
 * @throws GM_TEST_CONTRACT with every promise that is not kept; GM_TEST_CONTRACT_EMPTY where nothing could be asked; BootError
 * @example
 * await expectInterfaceContract({ managers: [Machine], objects: { Machine: machines } });
 */
export async function expectInterfaceContract(options: ContractOptions): Promise<ContractReport> {
  const checks: CheckReport[] = [];
  for (const check of CHECKS) checks.push(await examined(check, options));
  const broken = checks.filter(({ breaches }) => breaches.length > 0);
  if (broken.length > 0) throw BrokenContract.create({ checks: broken });
  return { checks };
}

async function examined({ name, examine }: Check, options: ContractOptions): Promise<CheckReport> {
  await options.reset?.();
  const subject = new Subject(options);
  if (subject.managers.every((manager) => subject.objectsOf(manager).length === 0))
    throw NothingExamined.create({ managers: [...subject.model.managers.keys()] });
  try {
    await examine(subject);
  } finally {
    await Promise.all(subject.adapters.map(async (adapter) => adapter.close?.().catch(() => undefined)));
  }
  return { name, questions: subject.questions, breaches: subject.breaches };
}
