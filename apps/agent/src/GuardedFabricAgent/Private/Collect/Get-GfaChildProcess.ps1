# The ids of what a collector of this process started. On Windows the number of the parent is all that is known of
# it, and it may be that of another, dead one (the virtual machine service's, say): only a w32tm that began later is
# one of ours. WMI is not asked where there is none, since it may be what hangs.
function Get-GfaChildProcess {
    param([int]$Id, [datetime]$Since)
    if (-not (Test-GfaWindows)) { return ("$(Get-Content -Path "/proc/$Id/task/*/children" -ErrorAction SilentlyContinue)" -split '\s+' -match '\d') }
    if ($null -eq (Get-Process -Name w32tm -ErrorAction SilentlyContinue)) { return }
    $query = @{ ClassName = 'Win32_Process'; Filter = "ParentProcessId=$Id AND Name='w32tm.exe'"; OperationTimeoutSec = 5; ErrorAction = 'Stop' }
    Read-GfaOptional { Get-CimInstance @query | Where-Object { $_.CreationDate.ToUniversalTime() -ge $Since } | ForEach-Object { $_.ProcessId } }
}
