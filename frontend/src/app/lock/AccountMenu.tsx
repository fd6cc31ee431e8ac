import { useNavigate } from "@tanstack/react-router";
import { Button, type MenuProps } from "antd";
import { Lock, LogOut, Settings, UserRound } from "lucide-react";
import { useAnswer, useDescribe } from "@/api";
import { showKeys } from "@/lib/keyboard";
import { useNotice } from "@/records/notice";
import { ButtonMenu } from "@/ui/ButtonMenu";
import { useWords } from "@/ui/words";
import { leaveSealed, signOut } from "./leave";

/** AccountMenu is who is signed in, and the ways out. */
export function AccountMenu() {
  const { t } = useWords();
  const { user } = useDescribe();
  const navigate = useNavigate();
  const notice = useNotice();
  const account = useAnswer("account.get", {}, ["setting"]).data;
  const items: NonNullable<MenuProps["items"]> = [
    {
      key: "lock",
      icon: <Lock size={14} aria-hidden />,
      label: t("lock.now"),
      extra: showKeys("mod+l"),
      onClick: () => void leaveSealed().catch(notice.failed),
    },
    {
      key: "settings",
      icon: <Settings size={14} aria-hidden />,
      label: t("settings.title"),
      onClick: () => void navigate({ to: "/settings" }),
    },
  ];
  if (account?.hasPassword)
    items.push(
      { type: "divider" },
      {
        key: "out",
        icon: <LogOut size={14} aria-hidden />,
        label: t("lock.signOut"),
        onClick: () => void signOut().catch(notice.failed),
      },
    );
  return (
    <ButtonMenu placement="bottomRight" menu={{ items }}>
      <Button
        type="text"
        icon={<UserRound size={16} aria-hidden />}
        aria-label={t("lock.account", { name: user.name })}
        title={user.name}
      />
    </ButtonMenu>
  );
}
