import { declareOn } from '../lib/declaration/declaration.js';
import type { InterfaceDeclaration } from '../lib/declaration/options.js';

/**
 * Says where a manager's data lives. On an entity it may be left out: `database()` is implied.
 *
 * @example
 * @Interface(database({ mode: 'read-only' }))
 */
export function Interface(declaration: InterfaceDeclaration): (target: object, context?: ClassDecoratorContext) => void {
  return declareOn('interface', declaration);
}
