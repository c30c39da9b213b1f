# Which enrolment an identity is of. A host that enrols again keeps its host id, so that one cannot tell; it
# stands in where the host enrolled before enrolments had an id of their own.
function Get-GfaEnrolmentId {
    param($Identity)
    if ($Identity.enrolmentId) { return "$($Identity.enrolmentId)" }
    "$($Identity.hostId)"
}
