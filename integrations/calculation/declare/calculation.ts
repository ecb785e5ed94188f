import type { InterfaceDeclaration } from '../../../lib/plugin.js';
import { CalculationAdapter } from '../adapter.js';
import type { CalculationOptions } from './options.js';

/**
 * The interface of a class whose objects are computed: one for each combination of its inputs. What is computed is declared by @Computed.
 *
 * Checked at boot, where every problem is told. See the guide about calculations.
 *
 * @example
 * @Interface(calculation({ inputs: { ship: Ship, asOf: 'date' } }))
 */
export function calculation(options: CalculationOptions): InterfaceDeclaration {
  return Object.freeze({ adapter: 'calculation', options: Object.freeze({ ...options }), open: () => new CalculationAdapter() });
}
