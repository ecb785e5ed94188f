import { Badge, Button, Drawer, Group, Paper, Stack, Table, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { FieldList } from '../detail/field-list.js';
import { readable } from '../schema/names.js';
import type { AdminField, AdminManager, Row } from '../schema/schema.js';
import { DIALOG } from '../shell/dialog.js';
import { valueText } from '../value/value-text.js';
import { ValueView } from '../value/value-view.js';
import type { Change } from './history-document.js';

interface ChangeViewProps {
  readonly manager: AdminManager;
  readonly change: Change;
  /** Those that were read of each state. */
  readonly fields: readonly AdminField[];
}

/** One change: when, by whom and why, what was changed, and a look at the object as of then. */
export function ChangeView({ manager, change, fields }: ChangeViewProps): ReactNode {
  const { at, operation, reason, before, after } = change;
  const [opened, setOpened] = useState(false);
  const when = valueText(INSTANT, at);
  const state = after ?? before;
  const look = after ? 'As it was then' : 'As it was before';
  return (
    <Paper component="li" withBorder p="md" aria-label={`${WORDS[operation] ?? operation}, ${when}`}>
      <Group justify="space-between" gap="xs">
        <Group gap="sm">
          <Badge variant="light" color={COLOURS[operation] ?? 'indigo'}>
            {WORDS[operation] ?? operation}
          </Badge>
          <Text size="sm" fw={600} component="time" dateTime={at}>
            {when}
          </Text>
          <Author change={change} />
        </Group>
        {state && (
          <Button size="compact-sm" variant="default" aria-label={`${look}: ${when}`} onClick={() => setOpened(true)}>
            {look}
          </Button>
        )}
      </Group>
      {reason !== null && (
        <Text size="sm" mt="xs" className="whole">
          “{reason}”
        </Text>
      )}
      <Difference {...change} fields={fields} />
      <Drawer opened={opened} onClose={() => setOpened(false)} position="right" size="lg" title={`${look}: ${when}`} {...DIALOG}>
        {state && <StateView manager={manager} state={state} fields={fields} />}
      </Drawer>
    </Paper>
  );
}

const INSTANT = { kind: 'scalar', type: 'datetime', list: false } as const;
const WORDS: Readonly<Record<string, string>> = { CREATE: 'Created', UPDATE: 'Changed', DELETE: 'Deleted' };
const COLOURS: Readonly<Record<string, string>> = { CREATE: 'teal', UPDATE: 'indigo', DELETE: 'red' };

/** Not everybody is told who wrote. */
function Author({ change: { author } }: { readonly change: Change }): ReactNode {
  if (!author) return null;
  return (
    <Text size="sm" c="dimmed" className="breaks">
      by {author.system ? 'the application itself' : (author.actor ?? 'somebody without an id')}
    </Text>
  );
}

function Difference({
  operation,
  before,
  after,
  fields,
}: Pick<Change, 'operation' | 'before' | 'after'> & Pick<ChangeViewProps, 'fields'>): ReactNode {
  if (operation === 'UPDATE' && !before) return <Saying>What it was before is hidden from you.</Saying>;
  const changed = fields.filter(({ name }) => textOf(before, name) !== textOf(after, name));
  if (changed.length === 0) return <Saying>Nothing that is shown here, or that you may see.</Saying>;
  return (
    <Table.ScrollContainer minWidth={280} type="native" tabIndex={0} role="group" aria-label="What was changed" mt="xs">
      <Table verticalSpacing={4} layout="fixed" aria-label="What was changed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col" w="26%">
              Field
            </Table.Th>
            {before && <Table.Th scope="col">Before</Table.Th>}
            {after && <Table.Th scope="col">After</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {changed.map((field) => (
            <Table.Tr key={field.name}>
              <Table.Th scope="row" fw={500} className="top">
                {readable(field.name)}
              </Table.Th>
              {before && <State field={field} row={before} />}
              {after && <State field={field} row={after} />}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function State({ field, row }: { readonly field: AdminField; readonly row: Row }): ReactNode {
  return (
    <Table.Td className="top">
      <ValueView field={field} value={row[field.name]} />
    </Table.Td>
  );
}

/** What was not there has nothing. */
const textOf = (row: Row | null, name: string): string => JSON.stringify(row?.[name] ?? null);

const Saying = ({ children }: { readonly children: ReactNode }): ReactNode => (
  <Text size="sm" c="dimmed" mt="xs">
    {children}
  </Text>
);

/** Everything that is known of the object as of then, under the rules of whoever looks. */
function StateView({ manager, state, fields }: Pick<ChangeViewProps, 'manager' | 'fields'> & { readonly state: Row }): ReactNode {
  const missing = manager.fields.filter((field) => field.kind === 'one' && !fields.includes(field));
  return (
    <Stack gap="md">
      <FieldList fields={fields} row={state} />
      {missing.length > 0 && (
        <Text size="sm" c="dimmed">
          Not shown, since no history is kept of what they lead to: {missing.map(({ name }) => readable(name).toLowerCase()).join(', ')}.
        </Text>
      )}
    </Stack>
  );
}
