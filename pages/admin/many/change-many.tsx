import { Button, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { failureOf } from '../api/failure.js';
import { within } from '../form/embedded-input.js';
import { FieldInput } from '../form/field-input.js';
import { formInput, rawOf } from '../form/raw-values.js';
import { readable } from '../schema/names.js';
import { useSchema, type AdminField } from '../schema/schema.js';
import { DIALOG } from '../shell/dialog.js';
import { FailureAlert } from '../shell/failure-alert.js';
import type { ManyDialogProps } from './delete-many.js';
import { useMany } from './use-many.js';
import { isConfirmable, objectsText, Verdict } from './verdict.js';

/** Gives one field of what was chosen another value, when their number is known and has been confirmed. */
export function ChangeMany({ fields, ...props }: ManyDialogProps & { readonly fields: readonly AdminField[] }): ReactNode {
  const [name, setName] = useState(fields[0]?.name);
  const field = fields.find((each) => each.name === name);
  return (
    <Modal opened onClose={props.onClose} title="Change what is chosen" {...DIALOG} size="lg">
      <Stack gap="md">
        <NativeSelect
          label="Field"
          value={name}
          data={fields.map((each) => ({ value: each.name, label: readable(each.name) }))}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        {field && <ValueForm key={field.name} field={field} {...props} />}
      </Stack>
    </Modal>
  );
}

/** A value for all of them: it is counted first whom that is about, then it is written. */
function ValueForm({ field, mutation, chosen, onDone, onClose }: ManyDialogProps & { readonly field: AdminField }): ReactNode {
  const schema = useSchema();
  const [raw, setRaw] = useState<unknown>(() => rawOf(schema, field, undefined));
  const [reason, setReason] = useState('');
  const [problems, setProblems] = useState<ReadonlyMap<string, string>>(new Map());
  const { input, errors } = formInput(schema, [field], { [field.name]: raw });
  const { counted, error, busy, count, carryOut, forget } = useMany(mutation, { filter: chosen.filter, input });
  const submit = async (): Promise<void> => {
    setProblems(errors);
    if (errors.size > 0) return;
    if (!isConfirmable(counted)) return count();
    const done = await carryOut(reason.trim() === '' ? undefined : reason.trim());
    if (done !== undefined) onDone(`${objectsText(done)} changed.`);
  };
  const told = error === undefined ? undefined : failureOf(error).fieldErrors.find(({ path }) => path.includes(field.name))?.message;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack gap="md">
        <FieldInput
          field={field}
          label="New value"
          value={raw}
          error={problems.get(field.name) ?? told}
          errors={within(problems, field.name)}
          // What was counted was counted for another value.
          onChange={(value) => {
            setRaw(value);
            forget();
          }}
        />
        {counted && <Verdict counted={counted} chosen={chosen} done="changed" />}
        {error !== undefined && <FailureAlert error={error} />}
        {isConfirmable(counted) && 'reason' in mutation.args && (
          <TextInput label="Reason" value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={counted !== undefined && !isConfirmable(counted)}>
            {counted && isConfirmable(counted) ? `Change ${objectsText(counted.count)}` : 'Count them'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
