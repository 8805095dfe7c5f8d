import { configure } from "@testing-library/react";

// a busy machine is no fault of the page
configure({ asyncUtilTimeout: 20000 });
