# The seconds after which the task scheduler ends a run.
function Get-GfaRunLimit { 180 }
