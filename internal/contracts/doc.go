// Package contracts is what is agreed with providers: the agreement (avtal) with its
// price by date (F-15). What follows up an agreement is yet to come, and the
// vocabulary says which facts it will give.
package contracts
