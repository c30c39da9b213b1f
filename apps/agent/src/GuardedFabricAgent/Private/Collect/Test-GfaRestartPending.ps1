# True while Windows waits for a restart to finish installing or removing parts of itself. Asked of the registry directly:
# over WMI a key without values cannot be told from one that does not exist.
function Test-GfaRestartPending {
    Test-Path -LiteralPath 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootPending'
}
