import type { InterfaceDeclaration, NamesOf } from '../../../lib/plugin.js';
import { CalculationAdapter } from '../adapter.js';
import type { CalculationOptions, DomainOptions, EnumInputOptions, ManagerInputOptions } from './options.js';

const DOMAIN = {
  description: true,
  needs: true,
  system: true,
  values: true,
  from: true,
  to: true,
  step: true,
  every: true,
  at: true,
  name: true,
  filter: true,
} as const satisfies NamesOf<DomainOptions & EnumInputOptions & ManagerInputOptions>;

const NAMES = {
  inputs: { '*': { kind: true, type: true, members: true, target: true, options: DOMAIN } },
  maxObjects: true,
  maxComputed: true,
  maxNeeded: true,
} as const satisfies NamesOf<CalculationOptions>;

/**
 * The interface of a class whose objects are computed: one for each combination of its inputs. What is computed is declared by @Computed.
 *
 * Checked at boot, where every problem is told. See the guide about calculations.
 *
 * @example
 * @Interface(calculation({ inputs: { ship: Ship, asOf: 'date' } }))
 */
export function calculation(options: CalculationOptions): InterfaceDeclaration {
  const given = { options, names: NAMES };
  return Object.freeze({ adapter: 'calculation', options: Object.freeze({ ...options }), open: () => new CalculationAdapter(), given });
}
