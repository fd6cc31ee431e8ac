import { useEffect } from "react";
import { forget, lastSetOf, useOperation } from "@/api";
import { addDays, sayDay, toDay } from "@/lib/day";
import { useNotice } from "@/records/notice";
import { useWords } from "@/ui/words";
import { keyOf, leadsTo, snooze, type TodayItem } from "./items";
import type { TodayKeys } from "./useTodayKeys";

/** useItemActions is what one press does about a thing that waits. Each can be taken back from the notice. */
export function useItemActions(item: TodayItem, keys: TodayKeys) {
  const { t, lang } = useWords();
  const notice = useNotice();
  const complete = useOperation("followUpPlan.complete");
  const postpone = useOperation("followUpPlan.postpone");
  const create = useOperation("records.create");
  const words = { today: t("time.today"), yesterday: t("time.yesterday"), tomorrow: t("time.tomorrow") };

  const done = async (said: string, planId: string) => {
    keys.leave(keyOf(item));
    notice.done(said, await lastSetOf("followUpPlan", planId));
    await forget(["followUpPlan", "customer"]);
  };
  const act = async (run: () => Promise<void>) => {
    try {
      await run();
    } catch (thrown) {
      notice.failed(thrown);
    }
  };
  const later = () => {
    keys.leave(keyOf(item));
    snooze(item, toDay(addDays(new Date(), 1)));
    notice.done(t("today.snoozed"));
  };
  // S on the keyboard is for the row that is being looked at.
  useEffect(() => {
    if (keys.at !== keyOf(item)) return;
    keys.later.current = later;
  });

  return {
    later,
    complete: () =>
      void act(async () => {
        await complete.mutateAsync({ id: item.id });
        await done(t("today.closed", { title: item.title }), item.id);
      }),
    move: (day: string) =>
      act(async () => {
        const said = { day: sayDay(day, lang, new Date(), words) };
        if (item.kind === "plan") {
          await postpone.mutateAsync({ id: item.id, dueOn: day });
          await done(t("today.moved", said), item.id);
          return;
        }
        const record = {
          goal: item.kind === "promised" ? item.title : t("today.goal"),
          dueOn: day,
          customerId: item.customerId,
          contactId: item.contactId,
          subject: leadsTo(item),
        };
        const plan = await create.mutateAsync({ entity: "followUpPlan", record });
        await done(t("today.arranged", said), plan.id);
      }),
  };
}
