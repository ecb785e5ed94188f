import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { DIALOG } from '../shell/dialog.js';
import { useLocation } from 'wouter';
import { useApi } from '../api/use-api.js';
import { versionOf } from '../schema/capabilities.js';
import { keyArgument, mutationDocument } from '../schema/documents.js';
import type { Key } from '../schema/keys.js';
import { useSchema, type AdminManager, type Row } from '../schema/schema.js';
import { FailureAlert } from '../shell/failure-alert.js';

interface DeleteButtonProps {
  readonly manager: AdminManager;
  readonly objectKey: Key;
  readonly label: string;
  readonly row: Row;
}

/** Removes an object, when that has been confirmed. */
export function DeleteButton({ manager, objectKey, label, row }: DeleteButtonProps): ReactNode {
  const schema = useSchema();
  const client = useQueryClient();
  const { send } = useApi();
  const [, navigate] = useLocation();
  const [opened, setOpened] = useState(false);
  const [reason, setReason] = useState('');
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const mutation = manager.delete;
  if (!mutation) return null;
  const remove = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const given = {
        ...keyArgument(mutation, manager, objectKey),
        expected: versionOf(manager, row),
        reason: reason.trim() === '' ? undefined : reason,
      };
      await send(mutationDocument(schema, manager, mutation, given));
      navigate(`/${manager.plural}`);
      await client.invalidateQueries();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button color="red" variant="light" onClick={() => setOpened(true)}>
        Delete
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={`Delete “${label}”?`} {...DIALOG} centered>
        <Stack gap="md">
          <Text size="sm">{manager.restore ? 'It can be restored later.' : 'This cannot be undone.'}</Text>
          {error !== undefined && <FailureAlert error={error} question={{ manager: manager.name, operation: 'delete', key: objectKey }} />}
          {'reason' in mutation.args && (
            <TextInput label="Reason" value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setOpened(false)}>
              Keep it
            </Button>
            <Button color="red" loading={busy} onClick={() => void remove()}>
              Delete
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

/** Brings a deleted object back. */
export function RestoreButton({ manager, objectKey }: Pick<DeleteButtonProps, 'manager' | 'objectKey'>): ReactNode {
  const schema = useSchema();
  const client = useQueryClient();
  const { send } = useApi();
  const [error, setError] = useState<unknown>();
  const mutation = manager.restore;
  if (!mutation) return null;
  const restore = async (): Promise<void> => {
    try {
      await send(mutationDocument(schema, manager, mutation, keyArgument(mutation, manager, objectKey)));
      await client.invalidateQueries();
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <>
      <Button onClick={() => void restore()}>Restore</Button>
      <Modal opened={error !== undefined} onClose={() => setError(undefined)} title="Restore" {...DIALOG}>
        <FailureAlert error={error} question={{ manager: manager.name, operation: 'update', key: objectKey }} />
      </Modal>
    </>
  );
}
