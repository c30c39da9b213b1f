# One step of the test of a connection: ok, failed, or not tested, what was found, and what to do about it.
function New-GfaStep {
    param([string]$Step, [ValidateSet('ok', 'failed', 'not tested')] [string]$Result, [string]$Found, [string]$ToDo)
    New-Object psobject -Property ([ordered]@{ Step = $Step; Result = $Result; Found = $Found; ToDo = $ToDo })
}
