# The everyday commands. `make` alone lists them.

export CARGO_TARGET_DIR ?= $(HOME)/.cache/minga/target
export MINGA_CACHE ?= $(HOME)/.cache/minga

.DEFAULT_GOAL := help
.PHONY: help demo up test check gen bench soak fire install

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Create the season of the fictitious cooperative, then serve the app
	@scripts/install-web
	@cd frontend && npm run --silent build
	cargo run --locked -- demo

up: ## Develop: the server and the web app, both reloading the pages on change
	@scripts/install-web
	@scripts/up

test: ## Everything that must hold: lints, tests on both databases, web, browser, dependencies
	@scripts/test

check: ## Quick checks before a commit: formatting, lints, the rules of ARCHITECTURE.md, types
	@scripts/check

gen: ## Write all generated files: the OpenAPI document, the list of endpoints, the web client
	cargo run --locked --quiet -- openapi
	@scripts/install-web
	@cd frontend && npm run --silent gen

bench: ## Measure the numbers to hold, each beside the raw limit of this machine
	@scripts/bench

soak: ## Run random sequences of the money for long: SEED=…, STEPS=… (200000); goes on where it was interrupted
	@scripts/soak $(or $(SEED),1) $(or $(STEPS),200000)

fire: ## Kill and cut an installation for long: SEED=…, MINUTES=… (50, at most 60), PART=…; goes on where it was interrupted
	@scripts/fire $(or $(SEED),1) $(or $(MINUTES),50) $(PART)

install: ## Install what the tests need and this machine lacks
	@scripts/install
