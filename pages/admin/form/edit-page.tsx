import { Alert, Button, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import type { Failure } from '../api/failure.js';
import { useApi } from '../api/use-api.js';
import { Trail } from '../detail/detail-page.js';
import { useObject } from '../detail/use-object.js';
import { versionOf } from '../schema/capabilities.js';
import { keyArgument, mutationDocument } from '../schema/documents.js';
import { objectPath, type Key } from '../schema/keys.js';
import { labelText } from '../schema/labels.js';
import { readable } from '../schema/names.js';
import { useSchema, type AdminManager, type Row } from '../schema/schema.js';
import { FailureAlert } from '../shell/failure-alert.js';
import { Refused } from '../shell/refused.js';
import { useTitle } from '../shell/use-title.js';
import { ObjectForm, type Submission } from './object-form.js';
import { formFields, rawOf, type RawValues } from './raw-values.js';

interface EditPageProps {
  readonly manager: AdminManager;
  readonly objectKey: Key;
}

/** Changes an object: only what is not as it was is sent. */
export function EditPage({ manager, objectKey }: EditPageProps): ReactNode {
  const schema = useSchema();
  const { row, capabilities, error, isPending, refetch } = useObject(manager, objectKey);
  const label = row ? labelText(schema, manager, row) : objectKey.join(' · ');
  useTitle(`Edit ${readable(manager.name).toLowerCase()} ${label}`);
  const question = { manager: manager.name, operation: 'update' as const, key: objectKey };
  if (isPending) return <Loader aria-label="Reading" />;
  if (error) return <FailureAlert error={error} onRetry={() => void refetch()} />;
  if (!row || !manager.update || !capabilities.update)
    return <Refused what={`change this ${readable(manager.name).toLowerCase()}`} question={question} />;
  return (
    <Stack gap="md">
      <div>
        <Trail manager={manager} label={label} href={objectPath(manager, objectKey)} />
        <Title order={1} size="h2" mt={4} className="breaks">
          Edit {label}
        </Title>
      </div>
      <EditForm
        manager={manager}
        objectKey={objectKey}
        row={row}
        locked={Object.entries(capabilities.fields).flatMap(([name, may]) => (may ? [] : [name]))}
        reread={async () => (await refetch()).data?.row}
      />
    </Stack>
  );
}

interface EditFormProps extends EditPageProps {
  readonly row: Row;
  readonly locked: readonly string[];
  readonly reread: () => Promise<Row | undefined>;
}

function EditForm({ manager, objectKey, row, locked, reread }: EditFormProps): ReactNode {
  const schema = useSchema();
  const client = useQueryClient();
  const { send } = useApi();
  const [, navigate] = useLocation();
  // What was read when the form was opened: a newer state is taken over only when somebody says so.
  const [{ base, edition }, setBase] = useState({ base: row, edition: 0 });
  const fields = formFields(manager, 'update');
  const initial: RawValues = Object.fromEntries(fields.map((field) => [field.name, rawOf(schema, field, base[field.name])]));
  const { update } = manager;
  if (!update) return null;
  const submit = async ({ input, reason }: Submission): Promise<void> => {
    const given = { ...keyArgument(update, manager, objectKey), input, expected: versionOf(manager, base), reason };
    await send(mutationDocument(schema, manager, update, given));
    await client.invalidateQueries();
    navigate(objectPath(manager, objectKey));
  };
  const takeOver = async (): Promise<void> => {
    const newer = await reread();
    if (newer) setBase({ base: newer, edition: edition + 1 });
  };
  return (
    <ObjectForm
      key={edition}
      fields={fields}
      initial={initial}
      onlyChanges
      locked={locked}
      submitText="Save"
      question={{ manager: manager.name, operation: 'update', key: objectKey }}
      onSubmit={submit}
      onCancel={() => navigate(objectPath(manager, objectKey))}
      explainFailure={(failure) => (isStale(failure) ? <Stale onTakeOver={() => void takeOver()} /> : undefined)}
      asksReason={'reason' in update.args}
    />
  );
}

const isStale = ({ gm }: Failure): boolean => gm === 'GM_WRITE_CONFLICT';

function Stale({ onTakeOver }: { readonly onTakeOver: () => void }): ReactNode {
  return (
    <Alert color="yellow" variant="light" title="Somebody else changed it meanwhile" role="alert">
      <Text size="sm">
        Nothing was written. What you typed is still here: note what you need of it, then begin again with what is there now.
      </Text>
      <Group mt="xs">
        <Button size="xs" variant="default" onClick={onTakeOver}>
          Begin again with what is there now
        </Button>
      </Group>
    </Alert>
  );
}
