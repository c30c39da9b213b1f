# The ids of the processes that a process started.
function Get-GfaChildProcess {
    param([int]$Id)
    if (-not (Test-GfaWindows)) { return ("$(Get-Content -Path "/proc/$Id/task/*/children" -ErrorAction SilentlyContinue)" -split '\s+' -match '\d') }
    $query = @{ ClassName = 'Win32_Process'; Filter = "ParentProcessId=$Id"; OperationTimeoutSec = 5; ErrorAction = 'Stop' }
    Read-GfaOptional { Get-CimInstance @query | ForEach-Object { $_.ProcessId } }
}
