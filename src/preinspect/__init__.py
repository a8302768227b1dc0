"""preinspect: how would our children's services be graded today, how sure is that, what holds it down?"""
