/** Words of the first days with a book: the first page, the five steps, practice data, lists with nothing in them, the recovery key. */
export const start = {
  start: {
    title: "Welcome to Xingke",
    text: "Customers, follow-ups, deals and orders, all on this computer. No account or internet needed.",
    book: "Company or book name",
    bookHint: "e.g. Sales East",
    person: "Your name",
    ask: "Where would you like to start?",
    try: "Try it with practice data",
    tryBusy: "Loading practice data…",
    tryText:
      "48 made-up customers with their follow-ups, deals and orders. Remove them in one click; what you add yourself stays.",
    import: "Import your customers",
    importText: "Excel or CSV, any headings. See the outcome before anything is written, and undo it afterwards.",
    empty: "Start with an empty book",
    emptyText: "Add your first customer yourself.",
    restore: "Restore a backup",
    restoreText: "On a new computer, or to get an earlier book back.",
    restoreFile: "Backup file",
    restorePassphrase: "Passphrase (leave empty if none)",
    restoreRun: "Restore backup",
    restoring: "Restoring…",
    restored: "Backup restored: {{count, number}} customers",
    steps: "Get started in five steps",
    stepsCount: "{{count}} of {{of}} done",
    stepsDone: "All five steps done",
    stepsOff: "Hide these steps for good",
    stepDone: "done",
    step: {
      customers: "Add customers",
      followUp: "Record a follow-up",
      plan: "Plan the next one",
      deal: "Move a deal forward",
      report: "Create the monthly report",
    },
    stepText: {
      customers: "Import a list, or add one",
      followUp: "What was said, and what they think",
      plan: "It appears in Today on its day",
      deal: "Drag it to the next stage",
      report: "An Excel file that matches the screen",
    },
    lent: "Has practice data",
    lentBanner:
      "This book holds {{count, number}} made-up practice records. You can remove them all; what you added yourself stays.",
    lentFill: "Load practice data",
    lentRemove: "Remove practice data",
    lentAsk: "Remove all practice data?",
    lentAskMore:
      "The made-up customers, follow-ups, deals, orders and colleagues are removed together, including any you changed. Records you added yourself stay.",
    lentDone: "Practice data loaded: {{count, number}} records",
    lentDone_one: "Practice data loaded: {{count, number}} record",
    lentGone: "Practice data removed: {{count, number}} records",
    lentGone_one: "Practice data removed: {{count, number}} record",
    lentTitle: "Practice data",
    restoreChoose: "Choose a file",
    lentText:
      "Made-up customers, follow-ups, deals and orders to learn the program with. One click loads them, one removes them.",
  },
  recovery: {
    title: "Recovery key",
    text: "If you forget the passphrase, only the recovery key opens the book. Print it or write it down, and keep it somewhere safe, not on this computer.",
    plain: "This book has no passphrase, so it needs no recovery key. Protect it with this computer's password.",
    fresh: "The book has just been encrypted. The recovery key is shown only this once:",
    show: "Show the recovery key",
    renew: "Make a new recovery key",
    renewText:
      "Enter the current passphrase to get a new recovery key. The old one stops working at once; the passphrase stays the same.",
    passphrase: "Current passphrase",
    print: "Print",
    copy: "Copy",
    copied: "Copied. Put it somewhere safe soon.",
    kept: "I have stored it safely",
    paper: "Recovery key of the Xingke book “{{name}}”, {{day}}",
    none: "The recovery key has already been shown. You can make a new one.",
  },
  teach: {
    customer: {
      title: "Everything begins with a customer",
      text: "One record per company: phone, level, owner. Its follow-ups, deals and orders all belong to it.",
    },
    contact: {
      title: "Contacts are the people at a customer",
      text: "Who decides, who uses it, how to reach them. A few letters of the name are enough to find one.",
    },
    followUp: {
      title: "A follow-up is what was said to a customer",
      text: "One line after a call or a visit, with the next step and its day. On that day it appears in Today.",
    },
    followUpPlan: {
      title: "A plan is what you promised to do",
      text: "Plans that are due appear in Today. When one is done, record the follow-up and plan the next.",
    },
    opportunity: {
      title: "An opportunity is a deal that may be won",
      text: "It has an amount, a stage and an expected date. Drag it forward; the funnel and forecast follow.",
    },
    order: {
      title: "An order is a deal that was won",
      text: "Created from a won opportunity, or on its own. Its lines add up to the amount, and the monthly report counts it.",
    },
    product: {
      title: "Products are what you sell",
      text: "Choose a product in a deal or an order, and its price and unit are filled in.",
    },
    tag: {
      title: "Tags are groups of your own",
      text: "Mark customers as “regular” or “met at the fair”; a filter by tag finds them all.",
    },
    pipeline: {
      title: "A pipeline is the steps of a deal",
      text: "Each step has a name, a chance and how long a deal may stay in it: the columns of the board. Without a pipeline of your own, the built-in steps are used.",
    },
    user: {
      title: "Users are the people who work in this book",
      text: "Give everybody a login and a role, and it is clear who did what and who may see what.",
    },
    department: {
      title: "Departments say who reports to whom",
      text: "Managers see the customers and deals of their department and those below it; results add up by department.",
    },
    role: {
      title: "Roles say who may do what",
      text: "Owner, manager and salesperson each have their rights; choose one for every user.",
    },
    report: {
      title: "A report is a saved list",
      text: "Filter any list, choose its columns, then “More → Save as a report”. The Reports page turns it into a fresh Excel file whenever you ask.",
    },
  },
};
