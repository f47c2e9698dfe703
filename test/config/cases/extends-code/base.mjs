throw new Error("executed");
