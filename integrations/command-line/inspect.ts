import type { Introspection, ManagerIntrospection } from '../../lib/index.js';
import { table } from './table.js';

type Field = ManagerIntrospection['fields'][number];

/** The model as text: tables for people, or JSON for machines. */
export function inspect(introspection: Introspection, json: boolean): string {
  if (json) return `${JSON.stringify(introspection, null, 2)}\n`;
  const overview = table(
    ['manager', 'interface', 'key', 'operations', 'read', 'create', 'update', 'delete'],
    introspection.managers.map((manager) => [
      manager.name,
      `${manager.interface}${manager.readOnly ? ' (read-only)' : ''}`,
      manager.key.join(', ') || '-',
      manager.operations.map(({ name, served }) => (served === 'generated' ? name : `${name} (${served})`)).join(', '),
      manager.policy.read,
      manager.policy.create,
      manager.policy.update,
      manager.policy.delete,
    ]),
  );
  return [overview, ...introspection.managers.map(fieldsOf)].join('\n');
}

function fieldsOf({ name, fields }: ManagerIntrospection): string {
  const rows = fields.map((field) => [field.publicName, typeOf(field), flagsOf(field), field.description ?? '']);
  return `${name}\n${table(['field', 'type', 'notes', 'description'], rows)}`;
}

function typeOf(field: Field): string {
  const suffix = field.nullable ? '' : '!';
  switch (field.kind) {
    case 'scalar':
      return (field.list ? `[${field.type}]` : field.type) + suffix;
    case 'enum':
      return (field.list ? `[${field.enum}]` : field.enum) + suffix;
    case 'embedded':
      return (field.list ? `[${field.embeddable}]` : field.embeddable) + suffix;
    case 'relation':
      return field.cardinality === 'many' ? `-> [${field.target}]` : `-> ${field.target}${suffix}`;
  }
}

function flagsOf(field: Field): string {
  const primary = field.kind !== 'embedded' && field.primary;
  const flags = [
    primary && 'key',
    field.kind === 'scalar' && field.version && 'version',
    field.kind === 'relation' && field.match ? `by ${field.match.local.join(', ')}` : field.readOnly && 'read-only',
    field.lazy && 'lazy',
    !field.exposed && 'hidden',
    field.name !== field.publicName && `property ${field.name}`,
  ];
  return flags.filter((flag) => flag !== false).join(', ');
}
