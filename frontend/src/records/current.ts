import { useEffect } from "react";
import { create } from "zustand";
import type { FlatRecord, ListQuery } from "@/api";

interface OpenedRecord {
  entity: string;
  id: string;
  title: string;
}

interface Current {
  /** Record in the middle of the screen: commands such as "edit" are about it. */
  record?: { entity: string; record: FlatRecord };
  /** List on the screen: "export" is about it. */
  list?: ListQuery & { columns: string[]; total: number; group?: string };
  /** The record whose place to write is asked for: it takes the focus as soon as it is there. */
  talk?: string;
  /** Records opened in this sitting, latest first. They are names of customers, so they are kept in memory only. */
  recent: OpenedRecord[];
}

/** What the person is looking at. */
export const useCurrent = create<Current>(() => ({ recent: [] }));

/** useCurrentRecord says which record is being looked at, for as long as it is. */
export function useCurrentRecord(entity: string, record: FlatRecord | undefined, title: string): void {
  useEffect(() => {
    if (!record) return;
    useCurrent.setState((was) => ({
      record: { entity, record },
      talk: was.talk === record.id ? was.talk : undefined,
      recent: [
        ...(record.deletedAt ? [] : [{ entity, id: record.id, title }]), // what is in the bin is not offered again
        ...was.recent.filter((each) => each.id !== record.id),
      ].slice(0, 12),
    }));
    return () => useCurrent.setState((was) => (was.record?.record.id === record.id ? { record: undefined } : {}));
  }, [entity, record, title]);
}
