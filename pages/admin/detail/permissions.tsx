import { Badge, Group, Paper, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { WhyButton } from '../explain/why-button.js';
import type { Key } from '../schema/keys.js';
import type { AdminManager } from '../schema/schema.js';
import { useSettings } from '../settings.js';
import type { Capabilities } from './use-object.js';

interface PermissionsProps {
  readonly manager: AdminManager;
  readonly objectKey: Key;
  readonly capabilities: Capabilities;
}

/** For developers: what may be done with the object, and why. */
export function Permissions({ manager, objectKey, capabilities }: PermissionsProps): ReactNode {
  const { explain } = useSettings();
  if (!explain) return null;
  const told = [
    ['read', true],
    ['update', capabilities.update],
    ['delete', capabilities.delete],
  ] as const;
  return (
    <Paper component="section" aria-label="Permissions" withBorder p="sm" className="development">
      <Group gap="lg">
        <Text size="xs" fw={600} tt="uppercase">
          Development
        </Text>
        {told.map(([operation, allowed]) => (
          <Group key={operation} gap={6}>
            <Text size="sm">{operation}</Text>
            <Badge size="sm" variant="light" color={allowed ? 'teal' : 'red'}>
              {allowed ? 'allowed' : 'denied'}
            </Badge>
            <WhyButton question={{ manager: manager.name, operation, key: objectKey }} />
          </Group>
        ))}
      </Group>
    </Paper>
  );
}
