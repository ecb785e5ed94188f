import { Button, Group, Loader, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import type { AdminManager, AdminMutation } from '../schema/schema.js';
import { DIALOG } from '../shell/dialog.js';
import { FailureAlert } from '../shell/failure-alert.js';
import type { Chosen } from './use-choice.js';
import { useMany } from './use-many.js';
import { isConfirmable, objectsText, Verdict } from './verdict.js';

export interface ManyDialogProps {
  readonly manager: AdminManager;
  readonly mutation: AdminMutation;
  readonly chosen: Chosen;
  readonly onDone: (text: string) => void;
  readonly onClose: () => void;
}

/** Removes what was chosen, when its number is known and has been confirmed. */
export function DeleteMany({ manager, mutation, chosen, onDone, onClose }: ManyDialogProps): ReactNode {
  const { counted, error, busy, count, carryOut } = useMany(mutation, { filter: chosen.filter });
  const [reason, setReason] = useState('');
  useEffect(() => {
    void count();
    // Once: what was counted is confirmed, whatever is drawn meanwhile.
  }, []);
  const remove = async (): Promise<void> => {
    const done = await carryOut(reason.trim() === '' ? undefined : reason.trim());
    if (done !== undefined) onDone(`${objectsText(done)} deleted.`);
  };
  return (
    <Modal opened onClose={onClose} title="Delete what is chosen?" {...DIALOG} centered>
      <Stack gap="md">
        {!counted && error === undefined && <Loader size="sm" aria-label="Counting" />}
        {counted && <Verdict counted={counted} chosen={chosen} done="deleted" />}
        {isConfirmable(counted) && <Text size="sm">{manager.restore ? 'They can be restored later.' : 'This cannot be undone.'}</Text>}
        {error !== undefined && <FailureAlert error={error} {...(!counted && { onRetry: () => void count() })} />}
        {isConfirmable(counted) && 'reason' in mutation.args && (
          <TextInput label="Reason" value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {isConfirmable(counted) ? 'Keep them' : 'Close'}
          </Button>
          {counted && isConfirmable(counted) && (
            <Button color="red" loading={busy} onClick={() => void remove()}>
              Delete {objectsText(counted.count)}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
