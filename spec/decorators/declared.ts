import { expect } from 'chai';
import {
  authenticated,
  database,
  everyone,
  type InterfaceDeclaration,
  type ManagerOptions,
  type PermissionOptions,
} from '../../decorators/index.js';
import { declarationOf } from '../../lib/plugin.js';

/** What the classes of these specs are decorated with. */
export const OPTIONS: ManagerOptions = { name: 'Song', description: 'On sale.', fields: { name: { name: 'title' } } };
export const RULES: PermissionOptions = { read: everyone(), update: { allow: authenticated() } };
export const HOME: InterfaceDeclaration = database({ mode: 'read-only' });

/** Expects all three parts on a class or schema, each frozen. */
export function expectDeclared(target: object): void {
  const declaration = declarationOf(target);
  expect(declaration).to.deep.equal({ manager: OPTIONS, permission: [RULES], interface: HOME });
  expect(
    [declaration, declaration?.manager, declaration?.permission, ...(declaration?.permission ?? []), declaration?.interface].every((each) =>
      Object.isFrozen(each),
    ),
  ).to.equal(true);
}
