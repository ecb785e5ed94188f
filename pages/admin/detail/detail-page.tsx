import { Anchor, Badge, Breadcrumbs, Button, Group, Loader, Paper, Stack, Text, Title } from '@mantine/core';
import { type ReactNode } from 'react';
import { Link, Redirect } from 'wouter';
import { WhyButton } from '../explain/why-button.js';
import type { Capabilities } from '../schema/capabilities.js';
import { objectPath, type Key } from '../schema/keys.js';
import { labelText } from '../schema/labels.js';
import { readable } from '../schema/names.js';
import { hasPage, useSchema, type AdminManager, type Row } from '../schema/schema.js';
import { FailureAlert } from '../shell/failure-alert.js';
import { useTitle } from '../shell/use-title.js';
import { DeleteButton, RestoreButton } from './delete-button.js';
import { FieldList } from './field-list.js';
import { ObjectActions } from './object-actions.js';
import { Permissions } from './permissions.js';
import { RelatedList } from './related-list.js';
import { useObject } from './use-object.js';

interface DetailPageProps {
  readonly manager: AdminManager;
  readonly objectKey: Key;
}

/** One object: its fields, what may be done with it, and what is related to it. */
export function DetailPage({ manager, objectKey }: DetailPageProps): ReactNode {
  const schema = useSchema();
  const { row, deleted, capabilities, failed, error, isPending, refetch } = useObject(manager, objectKey);
  const label = row ? labelText(schema, manager, row) : objectKey.join(' · ');
  useTitle(`${readable(manager.name)} ${label}`);
  const question = { manager: manager.name, operation: 'read' as const, key: objectKey };
  if (isPending) return <Loader aria-label="Reading" />;
  if (error) return <FailureAlert error={error} onRetry={() => void refetch()} question={question} />;
  if (!row) return <Missing manager={manager} objectKey={objectKey} />;
  const own = schema.concrete(manager, row);
  if (own !== manager && hasPage(own)) return <Redirect to={objectPath(own, objectKey)} replace />;
  return (
    <Stack gap="lg">
      <Heading manager={manager} objectKey={objectKey} row={row} label={label} deleted={deleted} capabilities={capabilities} />
      <Paper withBorder p="md">
        <FieldList fields={manager.fields.filter(({ kind }) => kind !== 'many')} row={row} question={question} failed={failed} />
      </Paper>
      <Permissions manager={manager} objectKey={objectKey} capabilities={capabilities} />
      {manager.fields.flatMap((field) =>
        field.kind === 'many'
          ? [<RelatedList key={field.name} owner={{ manager, key: objectKey, label, row, capabilities }} field={field} isFixed={deleted} />]
          : [],
      )}
    </Stack>
  );
}

interface HeadingProps extends DetailPageProps {
  readonly row: Row;
  readonly label: string;
  readonly deleted: boolean;
  readonly capabilities: Capabilities;
}

/** What it is, and what may be done with it. */
function Heading({ manager, objectKey, row, label, deleted, capabilities }: HeadingProps): ReactNode {
  const may = { update: manager.update && capabilities.update, delete: manager.delete && capabilities.delete };
  return (
    <div>
      <Trail manager={manager} label={label} />
      <Group justify="space-between" align="flex-start" mt={4}>
        <Group gap="sm">
          <Title order={1} size="h2" className="breaks">
            {label}
          </Title>
          {deleted && (
            <Badge color="red" variant="light">
              Deleted
            </Badge>
          )}
        </Group>
        {deleted ? (
          capabilities.update && <RestoreButton manager={manager} objectKey={objectKey} />
        ) : (
          <Group gap="xs">
            <ObjectActions manager={manager} scope="object" objectKey={objectKey} row={row} capabilities={capabilities} />
            {manager.history && (
              <Button component={Link} href={`${objectPath(manager, objectKey)}/history`} variant="default">
                History
              </Button>
            )}
            {may.update && (
              <Button component={Link} href={`${objectPath(manager, objectKey)}/edit`}>
                Edit
              </Button>
            )}
            {may.delete && <DeleteButton manager={manager} objectKey={objectKey} label={label} row={row} />}
          </Group>
        )}
      </Group>
    </div>
  );
}

/** What is hidden is as good as missing; only developers are told which. */
export function Missing({ manager, objectKey }: DetailPageProps): ReactNode {
  return (
    <Stack align="center" py="xl" gap="xs" className="empty">
      <Title order={1} size="h3">
        There is no such {readable(manager.name).toLowerCase()}
      </Title>
      <Text c="dimmed">It is missing, or you may not see it.</Text>
      <Group>
        <Anchor component={Link} href={`/${manager.plural}`}>
          All {readable(manager.plural).toLowerCase()}
        </Anchor>
        <WhyButton question={{ manager: manager.name, operation: 'read', key: objectKey }} />
      </Group>
    </Stack>
  );
}

export function Trail({
  manager,
  label,
  href,
}: {
  readonly manager: AdminManager;
  readonly label: string;
  readonly href?: string;
}): ReactNode {
  return (
    <nav aria-label="Where this is">
      <Breadcrumbs>
        <Anchor component={Link} href={`/${manager.plural}`} size="sm">
          {readable(manager.plural)}
        </Anchor>
        {href === undefined ? (
          <Text size="sm" c="dimmed" className="line">
            {label}
          </Text>
        ) : (
          <Anchor component={Link} href={href} size="sm" className="line">
            {label}
          </Anchor>
        )}
      </Breadcrumbs>
    </nav>
  );
}
