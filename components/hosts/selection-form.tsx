'use client';

import { AcknowledgeForm } from '@/components/hosts/acknowledge-form';
import { AcknowledgeReach } from '@/components/hosts/acknowledge-reach';
import { selectionInput } from '@/components/hosts/host-choice';
import { NoteForm } from '@/components/hosts/note-form';
import { OwnerForm } from '@/components/hosts/owner-form';
import type { ChoosingHosts } from '@/components/hosts/use-host-choice';
import type { SelectionFormProps } from '@/components/hosts/use-selection-verb';
import type { HostList } from '@/lib/contracts/fleet';

const FORMS = { acknowledge: AcknowledgeForm, owner: OwnerForm, note: NoteForm } as const;

type FormProps = {
  form: keyof typeof FORMS;
  list: HostList;
  choosing: ChoosingHosts;
  close: () => void;
  onDone: SelectionFormProps['onDone'];
};

/** What is asked before something is done to the chosen hosts. */
export function SelectionForm({ form, list, choosing, ...ways }: FormProps) {
  const Shown = FORMS[form];
  return (
    <>
      {form === 'acknowledge' && (
        <AcknowledgeReach
          choice={choosing.choice}
          asOf={choosing.isDrifted || choosing.isRefused ? null : list.asOf}
          onChanged={choosing.markDrifted}
        />
      )}
      <div className="max-w-120">
        <Shown
          selection={selectionInput(choosing.choice)}
          count={choosing.count}
          onChanged={choosing.markRefused}
          {...ways}
        />
      </div>
    </>
  );
}
