import { Loader, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { useApi } from '../api/use-api.js';
import { mutationDocument } from '../schema/documents.js';
import { keyFromPath, keyOf, objectPath } from '../schema/keys.js';
import { readable } from '../schema/names.js';
import { hasPage, useSchema, type AdminManager, type Row } from '../schema/schema.js';
import { useAccess } from '../schema/use-access.js';
import { Refused } from '../shell/refused.js';
import { useTitle } from '../shell/use-title.js';
import { ObjectForm, type Submission } from './object-form.js';
import { formFields, type RawValues } from './raw-values.js';

/** Makes a new object. */
export function CreatePage({ manager }: { readonly manager: AdminManager }): ReactNode {
  const schema = useSchema();
  const access = useAccess();
  const client = useQueryClient();
  const { send } = useApi();
  const [, navigate] = useLocation();
  const [parameters] = useSearchParams();
  const name = readable(manager.name).toLowerCase();
  useTitle(`New ${name}`);
  const { create } = manager;
  const initial = useMemo((): RawValues => {
    // A list of related objects leads here with what they are related to.
    const [field, key, label] = ['of', 'key', 'label'].map((each) => parameters.get(each));
    return field && key ? { [field]: { key: keyFromPath(key), label: label ?? key } } : {};
  }, [parameters]);
  if (!access.isKnown) return <Loader aria-label="Reading" />;
  if (!create || !access(manager).create)
    return <Refused what={`make a ${name}`} question={{ manager: manager.name, operation: 'create' }} />;
  const submit = async ({ input, reason }: Submission): Promise<void> => {
    const { done } = await send<{ readonly done: { readonly object?: Row | null } }>(
      mutationDocument(schema, manager, create, { input, reason }),
    );
    await client.invalidateQueries();
    const key = done.object && keyOf(manager.key, done.object);
    navigate(key && hasPage(manager) ? objectPath(manager, key) : `/${manager.plural}`);
  };
  return (
    <Stack gap="md">
      <div>
        <Title order={1} size="h2">
          New {name}
        </Title>
        {manager.description !== undefined && (
          <Text c="dimmed" size="sm">
            {manager.description}
          </Text>
        )}
      </div>
      <ObjectForm
        fields={formFields(manager, 'create')}
        initial={initial}
        submitText="Create"
        question={{ manager: manager.name, operation: 'create' }}
        onSubmit={submit}
        onCancel={() => navigate(`/${manager.plural}`)}
        asksReason={'reason' in create.args}
      />
    </Stack>
  );
}
