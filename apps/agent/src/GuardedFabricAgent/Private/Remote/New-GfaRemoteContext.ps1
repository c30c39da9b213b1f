# What a collection over CIM keeps while it is under way: the sessions by computer (one for each), what they
# answered, who fell silent, and whose turn it is.
function New-GfaRemoteContext {
    param([object[]]$CimSession)
    $sessions = [ordered]@{}
    foreach ($session in $CimSession) {
        $name = "$($session.ComputerName)"
        if ($null -eq $sessions[$name]) { $sessions[$name] = $session }
    }
    @{ Session = $sessions; Answer = @{}; Silent = @{}; Current = '' }
}
