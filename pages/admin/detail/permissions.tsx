import { Badge, Group, Paper, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Question } from '../api/use-api.js';
import { WhyButton } from '../explain/why-button.js';
import type { Capabilities } from '../schema/capabilities.js';
import type { Key } from '../schema/keys.js';
import { readable } from '../schema/names.js';
import { useSchema, type AdminManager } from '../schema/schema.js';
import { useAccess } from '../schema/use-access.js';
import { useSettings } from '../settings.js';

interface PermissionsProps {
  readonly manager: AdminManager;
  readonly objectKey: Key;
  readonly capabilities: Capabilities;
}

/** What may or may not be done. */
interface Told {
  readonly name: string;
  readonly allowed: boolean;
  readonly question: Pick<Question, 'operation' | 'action'>;
}

/** For developers: what may be done with an object, and why. */
export function Permissions({ manager, objectKey, capabilities }: PermissionsProps): ReactNode {
  const told = [
    { name: 'read', allowed: true, question: { operation: 'read' as const } },
    ...(['update', 'delete'] as const).map((operation) => ({ name: operation, allowed: capabilities[operation], question: { operation } })),
    ...actionsTold(manager, manager.capabilities?.actions ?? [], capabilities.actions),
  ];
  return <Panel manager={manager} objectKey={objectKey} told={told} />;
}

/** For developers: what may be done with a class as a whole, and why. */
export function ClassPermissions({ manager }: { readonly manager: AdminManager }): ReactNode {
  const { metadata } = useSchema();
  const access = useAccess();
  if (!(manager.plural in metadata.access) || !access.isKnown) return null;
  const { read, create, actions } = access(manager);
  const told = [
    { name: 'read', allowed: read, question: { operation: 'read' as const } },
    { name: 'create', allowed: create, question: { operation: 'create' as const } },
    ...actionsTold(manager, metadata.access[manager.plural] ?? [], actions),
  ];
  return <Panel manager={manager} told={told} />;
}

const actionsTold = (manager: AdminManager, names: readonly string[], may: Capabilities['actions']): readonly Told[] =>
  manager.actions
    .filter(({ action }) => names.includes(action))
    .map(({ action }) => ({ name: readable(action), allowed: may[action] === true, question: { operation: 'update', action } }));

interface PanelProps extends Pick<PermissionsProps, 'manager'> {
  readonly objectKey?: Key;
  readonly told: readonly Told[];
}

function Panel({ manager, objectKey, told }: PanelProps): ReactNode {
  const { explain } = useSettings();
  if (!explain) return null;
  return (
    <Paper component="section" aria-label="Permissions" withBorder p="sm" className="development">
      <Group gap="lg">
        <Text size="xs" fw={600} tt="uppercase">
          Development
        </Text>
        {told.map(({ name, allowed, question }) => (
          <Group key={name} gap={6}>
            <Text size="sm">{name}</Text>
            <Badge size="sm" variant="light" color={allowed ? 'teal' : 'red'}>
              {allowed ? 'allowed' : 'denied'}
            </Badge>
            <WhyButton question={{ ...question, manager: manager.name, ...(objectKey && { key: objectKey }) }} />
          </Group>
        ))}
      </Group>
    </Paper>
  );
}
