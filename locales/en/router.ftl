# What the server itself shows.

web-app-missing = The server works, but was built without its web app. Build the folder frontend, then the program.
