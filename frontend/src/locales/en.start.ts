/** Words of the first days with a book: the first page, the five steps, practice data, lists with nothing in them, the recovery key. */
export const start = {
  start: {
    title: "Welcome to Xingke",
    text: "Customers, follow-ups, deals and orders are kept on this computer. No account, no network.",
    book: "Company or name of the book",
    bookHint: "For example: Sales East",
    person: "Your name",
    ask: "Where would you like to begin?",
    try: "Try it with practice data first",
    tryBusy: "Bringing the practice data in…",
    tryText:
      "48 invented customers with their follow-ups, deals and orders. One press takes them out again; what you add yourself stays.",
    import: "Import the customers you have",
    importText: "Excel or CSV, with whatever headings. You see the outcome first, and can undo it afterwards.",
    empty: "Begin with an empty book",
    emptyText: "Add the first customer yourself.",
    restore: "Restore a backup",
    restoreText: "On a new computer, or to bring an earlier book back.",
    restoreFile: "Backup file",
    restorePassphrase: "Passphrase, if it has one",
    restoreRun: "Restore the backup",
    restoring: "Restoring…",
    restored: "The backup is restored, with {{count, number}} customers",
    steps: "Five first steps",
    stepsCount: "{{count}} of {{of}} done",
    stepsDone: "All five steps are done",
    stepsOff: "Put away and do not show again",
    stepDone: "done",
    step: {
      customers: "Bring customers in",
      followUp: "Record a follow-up",
      plan: "Plan the next one",
      deal: "Move a deal on",
      report: "Make the month's report",
    },
    stepText: {
      customers: "Import a list, or add one",
      followUp: "What was said, what they think",
      plan: "It shows up in Today on its day",
      deal: "Drag it to the next stage",
      report: "An Excel file with the same figures",
    },
    lent: "Practice data inside",
    lentBanner: "{{count, number}} invented practice records are in this book. What you added yourself stays.",
    lentFill: "Bring practice data in",
    lentRemove: "Take the practice data out",
    lentAsk: "Take all practice data out?",
    lentAskMore:
      "The invented customers, follow-ups, deals, orders and colleagues go together, those you changed too. Records you added yourself stay.",
    lentDone: "The practice data is in: {{count, number}} records",
    lentGone: "The practice data is out: {{count, number}} records",
    lentTitle: "Practice data",
    restoreChoose: "Choose a file",
    lentText:
      "A set of invented customers, follow-ups, deals and orders to get to know the program. One press brings it in, one takes it out.",
  },
  recovery: {
    title: "Recovery key",
    text: "If the passphrase is forgotten, only the recovery key opens the book. Print it or write it down and keep it safe, not on this computer.",
    plain: "This book has no passphrase and needs no recovery key. Protect it with the password of this computer.",
    fresh: "The book was sealed just now. The recovery key is shown this once:",
    show: "Show the recovery key",
    renew: "Make a new recovery key",
    renewText:
      "Enter the present passphrase for a new recovery key. The old one is void at once; the passphrase stays.",
    passphrase: "Present passphrase",
    print: "Print",
    copy: "Copy",
    copied: "Copied. Put it in a safe place soon.",
    kept: "I have put it away",
    paper: "Recovery key of the Xingke book “{{name}}”, {{day}}",
    none: "The recovery key has been shown already. A new one can be made.",
  },
  teach: {
    customer: {
      title: "Everything begins with a customer",
      text: "One record for one company: phone, level, owner. Follow-ups, deals and orders hang below it.",
    },
    contact: {
      title: "Contacts are the people at a customer",
      text: "Who decides, who uses it, how to reach them. A few letters of the name are enough to find one.",
    },
    followUp: {
      title: "A follow-up is what was said to a customer",
      text: "One line after the call or the visit, with the next step and its day. On that day it shows up in Today.",
    },
    followUpPlan: {
      title: "A plan is what you promised to do",
      text: "Plans that are due show up in Today. When one is done, record the follow-up and plan the next.",
    },
    opportunity: {
      title: "An opportunity is a deal that may be won",
      text: "It has an amount, a stage and an expected day. Drag it to move it on; funnel and forecast follow.",
    },
    order: {
      title: "An order is a deal that was won",
      text: "Made from a won opportunity, or by itself. Its lines make the amount, and the month's report counts it.",
    },
    product: {
      title: "Products are what you sell",
      text: "Once a product is there, choosing it in a deal or an order brings its price and unit along.",
    },
    tag: {
      title: "Tags are groups of your own",
      text: "Mark customers as “regular” or “met at the fair”; a filter by tag finds them all.",
    },
    pipeline: {
      title: "A pipeline is the steps of a deal",
      text: "Each step has a name, a chance and how long a deal may rest in it: the columns of the board. Without one, the built-in steps are used.",
    },
    user: {
      title: "Users are the people of this book",
      text: "Give everybody a login and a role, and it is clear who did what and who may see what.",
    },
    department: {
      title: "Departments say who answers for whom",
      text: "Managers see the customers and deals of their department and those below; results are summed by department.",
    },
    role: {
      title: "Roles say what one may do",
      text: "Owner, manager and salesperson each have their rights; choose one for every user.",
    },
    report: {
      title: "A report is a list that was kept",
      text: "Filter any list and choose its columns, then “More → Save as report”. “Reports” makes it as a fresh Excel file whenever you ask.",
    },
  },
};
