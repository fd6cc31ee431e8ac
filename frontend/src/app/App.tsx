import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { App as AntApp, ConfigProvider } from "antd";
import antdEN from "antd/locale/en_US";
import antdZH from "antd/locale/zh_CN";
import dayjs from "dayjs";
import en from "dayjs/locale/en";
import "dayjs/locale/zh-cn";
import i18next from "i18next";
import { useEffect, useMemo, useRef, useState } from "react";
import { answers, ask, type Describe, DescribeProvider, type Fault, followFeed } from "@/api";
import { teaching } from "@/records/teach";
import { FaultPanel } from "@/ui/FaultPanel";
import { onSystemTheme, themeOf, usePreferences } from "@/ui/preferences";
import { antdTheme, applyTokens } from "@/ui/theme";
import { useSpoken, WordsProvider } from "@/ui/words";
import { speak } from "./i18n";
import { Gate, Splash, Waiting } from "./lock/Gate";
import { followPreferences } from "./preferences";
import { router } from "./router";
import { LentOffer } from "./start/LentOffer";
import { Leaving } from "./window/Leaving";

teaching.Extra = LentOffer;

/** App is the whole program: look, words, answers, then the pages. */
export function App() {
  return (
    <QueryClientProvider client={answers}>
      <Look>
        <Leaving />
        <Gate>
          <Start />
        </Gate>
      </Look>
    </QueryClientProvider>
  );
}

function Look({ children }: { children: React.ReactNode }) {
  const { lang, theme: mode, density, fontSize } = usePreferences();
  const [, again] = useState(0);
  useEffect(() => onSystemTheme(() => again((n) => n + 1)), []);
  const spoken = useSpoken();
  const name = themeOf(mode);
  const theme = useMemo(() => antdTheme(name, density, fontSize), [name, density, fontSize]);
  useMemo(() => {
    applyTokens(name, density, lang, fontSize);
    // Weeks begin on Monday in both languages, as on the page of the calendar.
    dayjs.locale(lang === "zh-CN" ? "zh-cn" : { ...en, weekStart: 1 });
  }, [name, density, lang, fontSize]);
  useEffect(() => {
    if (i18next.language !== lang) void speak(lang).catch(() => undefined);
  }, [lang]);
  return (
    <ConfigProvider
      theme={theme}
      locale={lang === "zh-CN" ? antdZH : antdEN}
      button={{ autoInsertSpace: false }}
      virtual
    >
      <WordsProvider value={spoken}>
        <AntApp message={{ maxCount: 4 }}>{children}</AntApp>
      </WordsProvider>
    </ConfigProvider>
  );
}

// The book's name, the person's name and rights, and fields that somebody added.
const describedBy = ["setting", "user", "role", "customField"];

function Start() {
  const found = useQuery<Describe, Fault>(ask("app.describe", {}, describedBy));
  const there = found.isSuccess;
  useEffect(() => (there ? followFeed() : undefined), [there]);
  // Whose language it is and which book this is stay as they are while the page is there.
  const described = useRef(found.data);
  described.current = found.data;
  useEffect(() => (there && described.current ? followPreferences(described.current) : undefined), [there]);
  if (found.data) {
    return (
      <DescribeProvider describe={found.data}>
        <RouterProvider router={router} />
      </DescribeProvider>
    );
  }
  return (
    <Splash>
      {found.error ? <FaultPanel fault={found.error} onRetry={() => void found.refetch()} /> : <Waiting />}
    </Splash>
  );
}
