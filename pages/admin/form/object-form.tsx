import { Alert, Button, Group, Paper, Stack, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Failure } from '../api/failure.js';
import type { Question } from '../api/use-api.js';
import { WhyButton } from '../explain/why-button.js';
import type { AdminField } from '../schema/schema.js';
import { FailureAlert } from '../shell/failure-alert.js';
import { within } from './embedded-input.js';
import { FieldInput } from './field-input.js';
import { useObjectForm, type FormState, type FormSubject } from './use-object-form.js';

export type { Submission } from './use-object-form.js';

interface ObjectFormProps extends Pick<FormSubject, 'fields' | 'initial' | 'onSubmit'> {
  readonly onlyChanges?: boolean;
  /** Fields that the actor may not write on this object. */
  readonly locked?: readonly string[];
  readonly submitText: string;
  readonly question: Question;
  readonly onCancel: () => void;
  /** Said of a failure instead of what is said of all; undefined for those of which nothing else is to be said. */
  readonly explainFailure?: (failure: Failure) => ReactNode;
  readonly asksReason?: boolean;
}

/** A form for the fields of an object, or for the arguments of an action. */
export function ObjectForm(props: ObjectFormProps): ReactNode {
  const { fields, initial, onlyChanges = false, locked = [], submitText, question, onSubmit, onCancel, explainFailure, asksReason } = props;
  const writable = fields.filter(({ name }) => !locked.includes(name));
  const state = useObjectForm({ fields: writable, initial, onlyChanges, onSubmit });
  const { failure } = state;
  return (
    <form
      ref={state.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void state.submit();
      }}
    >
      <Stack gap="md">
        {failure && (explainFailure?.(failure) ?? <FailureAlert error={failure} question={question} />)}
        {failure && <Loose failure={failure} fields={fields} />}
        {fields.length > 0 && (
          <Paper withBorder p="md" className="form">
            {fields.map((field) => (
              <FormField key={field.name} field={field} state={state} isLocked={locked.includes(field.name)} question={question} />
            ))}
          </Paper>
        )}
        {asksReason && (
          <TextInput
            label="Reason"
            description="Kept for the record, where a record is kept."
            value={state.reason}
            onChange={({ currentTarget }) => state.setReason(currentTarget.value)}
          />
        )}
        <Group>
          <Button type="submit" loading={state.busy} disabled={onlyChanges && !state.isChanged}>
            {submitText}
          </Button>
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface FormFieldProps {
  readonly field: AdminField;
  readonly state: FormState;
  readonly isLocked: boolean;
  readonly question: Question;
}

function FormField({ field, state, isLocked, question }: FormFieldProps): ReactNode {
  const { raw, errors, set } = state;
  return (
    <div className={isWide(field) ? 'wide' : undefined}>
      <FieldInput
        field={field}
        value={raw[field.name]}
        disabled={isLocked}
        error={errors.get(field.name)}
        errors={within(errors, field.name)}
        onChange={(value) => set(field.name, value)}
      />
      {isLocked && (
        <Group gap="xs" mt={4}>
          <span className="hint">You may not change this.</span>
          <WhyButton question={{ ...question, operation: 'update', field: field.name }} />
        </Group>
      )}
    </div>
  );
}

const isWide = ({ kind, type, list }: AdminField): boolean => kind === 'embedded' || type === 'json' || (list && kind === 'scalar');

/** What is wrong with the object as a whole, or with what the form does not show. */
function Loose({ failure, fields }: { readonly failure: Failure; readonly fields: readonly AdminField[] }): ReactNode {
  const loose = failure.fieldErrors.filter(({ path }) => !fields.some(({ name }) => name === path[0]));
  return loose.map(({ path, message }) => (
    <Alert key={path.join('.')} color="red" role="alert">
      {path.length > 0 && `${path.join(', ')}: `}
      {message}
    </Alert>
  ));
}
