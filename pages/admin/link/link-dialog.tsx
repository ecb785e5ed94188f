import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Failure } from '../api/failure.js';
import { useApi } from '../api/use-api.js';
import { useSchema, type Row } from '../schema/schema.js';
import { DIALOG } from '../shell/dialog.js';
import { FailureAlert } from '../shell/failure-alert.js';
import { isGone, linkOperation, type LinkOwner, type LinkVerb, type LinkWay } from './link-way.js';

interface LinkDialogProps {
  readonly way: LinkWay;
  readonly owner: LinkOwner;
  readonly verb: LinkVerb;
  readonly title: string;
  readonly submitText: string;
  /** What is linked, or is no longer. */
  readonly row: Row | undefined;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

const GONE = {
  message: 'It is no longer linked here: somebody else has moved it, or you may not change it any more.',
  extensions: { code: 'NOT_FOUND', fix: 'Look at it again.' },
};

/** Asks what is to become of a link, and writes it. */
export function LinkDialog({ way, owner, verb, title, submitText, row, onClose, children }: LinkDialogProps): ReactNode {
  const schema = useSchema();
  const client = useQueryClient();
  const { send } = useApi();
  const [reason, setReason] = useState('');
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const written = way.end === 'other' ? way.target : owner.manager;
  const submit = async (): Promise<void> => {
    const operation = row && linkOperation(schema, way, owner, { row, verb, reason: reason.trim() === '' ? undefined : reason.trim() });
    if (!operation) return;
    setBusy(true);
    setError(undefined);
    try {
      if (isGone(await send(operation))) return setError(new Failure(GONE));
      await client.invalidateQueries();
      onClose();
    } catch (failure) {
      setError(failure);
      // What is shown may be out of date.
      await client.invalidateQueries();
    } finally {
      setBusy(false);
    }
  };
  const close = (): void => {
    onClose();
    // Of what is gone, this dialogue would be as well, before anybody has read why.
    if (error !== undefined) void client.invalidateQueries();
  };
  return (
    <Modal opened onClose={close} title={title} {...DIALOG} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Stack gap="md">
          {children}
          {error !== undefined && <FailureAlert error={error} />}
          {'reason' in (written.update?.args ?? {}) && (
            <TextInput label="Reason" value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={busy} disabled={!row}>
              {submitText}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** What a dialogue says of what it is about. */
export const Saying = ({ children }: { readonly children: ReactNode }): ReactNode => <Text size="sm">{children}</Text>;
