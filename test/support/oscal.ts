import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

// What a document of OSCAL 1.1.3 has to be: by NIST\'s JSON schema, and by the rules of its metaschema that touch assessment
// results and that no JSON schema can state (https://pages.nist.gov/OSCAL/reference/1.1.3/assessment-results).

const FILE = join(import.meta.dirname, 'oscal/oscal_complete_schema-1.1.3.json');

/** ajv takes `$id` for an address to resolve from; the definitions carry their own names in it. */
function withoutIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIds);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(
    ([key, member]) => key !== '$id' || typeof member !== 'string',
  );
  return Object.fromEntries(members.map(([key, member]) => [key, withoutIds(member)]));
}

function compile() {
  const ajv = new Ajv({ strict: false, allErrors: false });
  addFormats.default(ajv);
  return ajv.compile(withoutIds(JSON.parse(readFileSync(FILE, 'utf8'))) as object);
}

let compiled: ReturnType<typeof compile> | undefined;

export function schemaErrors(document: unknown): string[] {
  compiled ??= compile();
  const isValid = compiled(document);
  return isValid
    ? []
    : (compiled.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

type Found = { key: string; value: unknown; parent: Record<string, unknown> };

function members(value: unknown): Found[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(members);
  const parent = value as Record<string, unknown>;
  return Object.entries(parent).flatMap(([key, member]) => [
    { key, value: member, parent },
    ...members(member),
  ]);
}

/** Where each kind of reference leads. */
const LEADS_TO: Readonly<Record<string, readonly string[]>> = {
  'subject-uuid': ['inventory-items', 'components'],
  'observation-uuid': ['observations'],
  'risk-uuid': ['risks'],
  'actor-uuid': ['assessment-platforms', 'components', 'parties'],
  'component-uuid': ['components'],
  'party-uuid': ['parties'],
};
const METHODS = ['EXAMINE', 'INTERVIEW', 'TEST', 'UNKNOWN'];
const RISK_STATES = [
  ...['open', 'investigating', 'remediating', 'deviation-requested'],
  ...['deviation-approved', 'closed'],
];

const listsOf = (all: readonly Found[], name: string) =>
  all.flatMap(({ key, value }) => (key === name && Array.isArray(value) ? value : []));
const valuesOf = (all: readonly Found[], name: string) =>
  all.filter(({ key }) => key === name).map(({ value }) => String(value));

/** What of the metaschema is broken; empty for a document that keeps to it. */
export function brokenRules(document: unknown): string[] {
  const all = members(document);
  const uuids = valuesOf(all, 'uuid').map((uuid) => uuid.toLowerCase());
  const once = new Set<string>();
  const twice = uuids.filter((uuid) => once.size === once.add(uuid).size);
  const lost = Object.entries(LEADS_TO).flatMap(([name, lists]) => {
    const there = new Set(lists.flatMap((list) => listsOf(all, list).map(({ uuid }) => uuid)));
    return valuesOf(all, name).filter((uuid) => !there.has(uuid));
  });
  const resources = new Set(listsOf(all, 'resources').map(({ uuid }) => `#${uuid}`));
  const links = valuesOf(all, 'href').filter((href) => href.startsWith('#') && !resources.has(href));
  const methods = listsOf(all, 'methods').filter((method) => !METHODS.includes(method));
  const risks = listsOf(all, 'risks').filter(({ status }) => !RISK_STATES.includes(status));
  return [
    ...twice.map((uuid) => `uuid twice: ${uuid}`),
    ...lost.map((uuid) => `leads nowhere: ${uuid}`),
    ...links.map((href) => `leads nowhere: ${href}`),
    ...methods.map((method) => `method: ${method}`),
    ...risks.map(({ status }) => `state of a risk: ${status}`),
    ...brokenTargets(all),
  ];
}

/** An objective is defined here and selected; a statement is of a control that was selected. */
function brokenTargets(all: readonly Found[]): string[] {
  const defined = new Set(listsOf(all, 'parts').map(({ id }) => id));
  const selected = new Set(valuesOf(all, 'objective-id'));
  const controls = new Set(valuesOf(all, 'control-id').map((control) => `${control}_smt`));
  const lost = [...selected].filter((id) => !defined.has(id)).map((id) => `no such objective: ${id}`);
  const targets = listsOf(all, 'findings').flatMap(({ target }) => {
    const id = target['target-id'];
    const isThere = target.type === 'objective-id' ? defined.has(id) && selected.has(id) : controls.has(id);
    const { state, reason } = target.status;
    const isRight = (state === 'satisfied') === (reason === 'pass');
    return [
      ...(isThere ? [] : [`no such target: ${id}`]),
      ...(isRight ? [] : [`${state} for ${reason}: ${id}`]),
    ];
  });
  return [...lost, ...targets];
}
