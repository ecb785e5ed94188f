import { Badge, Group, Paper, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Question } from '../api/use-api.js';
import { WhyButton } from '../explain/why-button.js';
import type { Key } from '../schema/keys.js';
import { readable } from '../schema/names.js';
import type { AdminManager } from '../schema/schema.js';
import { useSettings } from '../settings.js';
import type { Capabilities } from './use-object.js';

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

/** For developers: what may be done with the object, and why. */
export function Permissions({ manager, objectKey, capabilities }: PermissionsProps): ReactNode {
  const { explain } = useSettings();
  if (!explain) return null;
  const actions = manager.actions.filter(({ scope, action }) => scope === 'object' && manager.capabilities?.actions.includes(action));
  const told: readonly Told[] = [
    { name: 'read', allowed: true, question: { operation: 'read' } },
    { name: 'update', allowed: capabilities.update, question: { operation: 'update' } },
    { name: 'delete', allowed: capabilities.delete, question: { operation: 'delete' } },
    ...actions.map(({ action }) => ({
      name: readable(action),
      allowed: capabilities.actions[action] === true,
      question: { operation: 'update' as const, action },
    })),
  ];
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
            <WhyButton question={{ ...question, manager: manager.name, key: objectKey }} />
          </Group>
        ))}
      </Group>
    </Paper>
  );
}
