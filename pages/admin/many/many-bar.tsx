import { Button, Group, Paper, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { formFields } from '../form/raw-values.js';
import { capabilitiesOf, mayWrite } from '../schema/capabilities.js';
import type { AdminField, AdminManager } from '../schema/schema.js';
import { ChangeMany } from './change-many.js';
import { DeleteMany, type ManyDialogProps } from './delete-many.js';
import type { Chosen } from './use-choice.js';
import { objectsText } from './verdict.js';

interface ManyBarProps {
  readonly manager: AdminManager;
  readonly chosen: Chosen;
  /** How many match, where that is known. */
  readonly total: number | undefined;
  /** Whether more match than are shown. */
  readonly hasMore: boolean;
  readonly onAll: (() => void) | undefined;
  readonly onNone: () => void;
}

/** What may be done with the rows that are chosen, and what was done. */
export function ManyBar(props: ManyBarProps): ReactNode {
  const [told, setTold] = useState<string>();
  if (props.chosen.rows.length > 0) return <Bar {...props} onTell={setTold} />;
  return told === undefined ? null : (
    <Text size="sm" role="status">
      {told}
    </Text>
  );
}

interface BarProps extends ManyBarProps {
  readonly onTell: (text: string) => void;
}

function Bar({ manager, chosen, total, hasMore, onAll, onNone, onTell }: BarProps): ReactNode {
  const [opened, setOpened] = useState<'change' | 'delete'>();
  const fields = manager.updateMany ? changeable(manager, chosen) : [];
  const removes = manager.deleteMany !== undefined && chosen.rows.every((row) => capabilitiesOf(manager, row).delete);
  const props = {
    manager,
    chosen,
    onClose: () => setOpened(undefined),
    onDone: (text: string) => {
      onTell(text);
      onNone();
    },
  };
  return (
    <Paper component="section" aria-label="What is chosen" withBorder p="xs">
      <Group gap="sm">
        <Text size="sm" role="status">
          {chosenText(chosen, total)}
        </Text>
        {hasMore && !chosen.isAll && <AllButton total={total} onAll={onAll} />}
        {fields.length > 0 && (
          <Button size="xs" variant="default" onClick={() => setOpened('change')}>
            Change a field
          </Button>
        )}
        {removes && (
          <Button size="xs" color="red" variant="light" onClick={() => setOpened('delete')}>
            Delete chosen
          </Button>
        )}
        <Button size="xs" variant="subtle" onClick={onNone}>
          Choose none
        </Button>
        {!removes && fields.length === 0 && <Text size="sm">There is nothing that you may do with all of these.</Text>}
      </Group>
      {opened && <Dialogue {...props} opened={opened} fields={fields} />}
    </Paper>
  );
}

interface DialogueProps extends Omit<ManyDialogProps, 'mutation'> {
  readonly opened: 'change' | 'delete';
  readonly fields: readonly AdminField[];
}

function Dialogue({ opened, fields, ...props }: DialogueProps): ReactNode {
  const { updateMany, deleteMany } = props.manager;
  if (opened === 'change') return updateMany && <ChangeMany {...props} mutation={updateMany} fields={fields} />;
  return deleteMany && <DeleteMany {...props} mutation={deleteMany} />;
}

function AllButton({ total, onAll }: Pick<ManyBarProps, 'total' | 'onAll'>): ReactNode {
  if (!onAll) return null;
  return (
    <Button size="xs" variant="subtle" onClick={onAll}>
      Choose all {total?.toLocaleString()} that match
    </Button>
  );
}

function chosenText({ isAll, rows }: Chosen, total: number | undefined): string {
  if (!isAll) return `${objectsText(rows.length)} chosen.`;
  return total === undefined ? 'All that match chosen.' : `All ${total.toLocaleString()} that match chosen.`;
}

/** The fields that the actor may change on every row that is chosen and shown. */
function changeable(manager: AdminManager, { rows }: Chosen): readonly AdminField[] {
  return formFields(manager, 'update').filter(({ name }) => rows.every((row) => mayWrite(capabilitiesOf(manager, row), name)));
}
